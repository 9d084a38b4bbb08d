import { hash, randomBytes } from 'node:crypto'

/** This service's own user at Orthanc. */
export interface ServiceAccount {
  /** Is this the value of our own `Authorization` header? */
  isOwn(tokenKey: string | null | undefined, tokenValue: string): boolean
}

export interface ServiceCredentials {
  readonly username: string
  readonly password: string
}

/**
 * Knows the service itself when the plugin asks who is asking: before a guest's opening it looks with its own rights
 * whether the study is still there. Compared as salted digests: the time it takes tells nothing.
 */
export const createServiceAccount = ({ username, password }: ServiceCredentials): ServiceAccount => {
  const salt = randomBytes(32).toString('base64')
  const digest = (value: string) => hash('sha256', salt + value, 'base64')
  const own = digest(`Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`)
  return {
    isOwn: (tokenKey, tokenValue) =>
      password !== '' && tokenKey?.toLowerCase() === 'authorization' && digest(tokenValue) === own,
  }
}
