/** The shapes that both ends share: schemas and their types. No I/O, no clock, nothing of Node's. */
export * from './config.ts'
export * from './events.ts'
export * from './guest.ts'
export * from './problem.ts'
export * from './shares.ts'
export * from './sign-in.ts'
export * from './studies.ts'
