/** The way from the Python auth-service to this one. */
export { runCheck } from './command.ts'
