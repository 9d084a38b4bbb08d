import type { Stack } from '../stack/stack.ts'

/** What tests know of the stack that the global set-up started for them; handed down to their processes. */
export interface StackUnderTest {
  readonly url: string
  /** The backend past the gateway, and Orthanc past the guard: to look behind. */
  readonly backendUrl: string
  readonly backendCredentials: Stack['backendCredentials']
  readonly orthanc: Stack['orthanc']
  readonly logFolder: string
  /** Where e-mails arrive. */
  readonly mailFolder: string
  /** When the stack signs in at a real one. */
  readonly keycloak?: Stack['keycloak']
}

/** Do the tests sign in at a real Keycloak? `STUDYLINK_IDENTITY=keycloak` says so. */
export const withKeycloak = process.env.STUDYLINK_IDENTITY === 'keycloak'

const VARIABLE = 'STUDYLINK_UNDER_TEST'

export function publishStackUnderTest(stack: StackUnderTest): void {
  process.env[VARIABLE] = JSON.stringify(stack)
}

/** @throws when no stack runs: tests are started by Playwright with this package's configuration */
export function stackUnderTest(): StackUnderTest {
  const text = process.env[VARIABLE]
  if (text === undefined) throw new Error('no stack is running for the tests')
  return JSON.parse(text) as StackUnderTest
}

/** As {@link stackUnderTest}, before the stack is there: nothing. */
export const stackUnderTestUrl = (): string | undefined =>
  process.env[VARIABLE] === undefined ? undefined : stackUnderTest().url
