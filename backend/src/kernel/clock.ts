/** Milliseconds since 1970 in UTC. Passed in everywhere, so that tests can move time. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()
