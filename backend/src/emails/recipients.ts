import { z } from 'zod'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { MAX_RECIPIENTS } from './limits.ts'

const Address = z.email()

export type RecipientRefusal =
  | { readonly reason: 'no-recipient' }
  | { readonly reason: 'too-many-recipients' }
  | { readonly reason: 'malformed-recipient' }
  | { readonly reason: 'domain-not-allowed' }

/** @param allowedDomains lower case; none: any. Subdomains have to be named themselves */
export const readRecipients = (
  text: string,
  allowedDomains: readonly string[],
): Result<readonly string[], RecipientRefusal> => {
  const addresses = text.split(/[;,\s]+/).filter((address) => address !== '')
  if (addresses.length === 0) return refuse({ reason: 'no-recipient' })
  if (addresses.length > MAX_RECIPIENTS) return refuse({ reason: 'too-many-recipients' })
  if (!addresses.every((address) => Address.safeParse(address).success))
    return refuse({ reason: 'malformed-recipient' })
  const isAllowed = (address: string) =>
    allowedDomains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
  if (allowedDomains.length > 0 && !addresses.every(isAllowed))
    return refuse({ reason: 'domain-not-allowed' })
  return ok(addresses)
}
