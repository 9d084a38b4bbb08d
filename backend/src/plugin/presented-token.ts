import { decodeProtectedHeader } from 'jose'
import { DOWNLOAD_TOKEN_PREFIX, VIEW_TOKEN_PREFIX } from '../tokens/grant.ts'

const BEARER = /^Bearer +/i

/**
 * The token behind a header's value as the plugin hands it on. `Authorization` keeps its scheme: `Bearer ` is
 * taken off, any other scheme carries no token of ours. Null when there is none.
 */
export const readPresentedToken = (value: string | null | undefined): string | null => {
  const token = value?.replace(BEARER, '')
  // No token of ours has a space in it: `Basic …`, `Digest …` and rubbish end here.
  return token && !token.includes(' ') ? token : null
}

/**
 * Is this a guest's token by its looks: ours, or the Python service's, which no provider signs so? Says nothing
 * about whether it is genuine.
 */
export const looksLikeResourceToken = (token: string): boolean =>
  token.startsWith(VIEW_TOKEN_PREFIX) || token.startsWith(DOWNLOAD_TOKEN_PREFIX) || isSymmetric(token)

const isSymmetric = (token: string): boolean => {
  try {
    return decodeProtectedHeader(token).alg?.startsWith('HS') === true
  } catch {
    return false
  }
}
