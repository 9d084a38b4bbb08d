/** One running part of the stack. */
export interface StackPart {
  /** Its own address, without a slash at the end. */
  readonly url: string
  /** Of a process of its own. */
  readonly pid?: number | undefined
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>
}

/** Name and password of HTTP Basic. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

export const basicAuthorization = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
