import type { Clock } from '../kernel/clock.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import { decideLabels } from '../shares/policy.ts'
import type { GrantRefusal, ResourceGrant, ResourceTokens } from '../tokens/grant.ts'
import { readPresentedToken } from './presented-token.ts'
import type { ValidateRequest } from './wire.ts'

export interface AccessDeps {
  readonly resourceTokens: ResourceTokens
  readonly clock: Clock
  /** When set, Orthanc must name itself so (`SERVER_ID`). */
  readonly serverId?: string | undefined
  /** `NEVER_SHARED_LABELS`: a study may have got one while a guest looks at it. */
  readonly neverSharedLabels: readonly string[]
}

export type AccessRefusal =
  | GrantRefusal
  | { readonly reason: 'no-token' }
  | { readonly reason: 'wrong-server' }
  | { readonly reason: 'method-not-granted' }
  | { readonly reason: 'level-not-granted' }
  | { readonly reason: 'other-resource' | 'study-never-shared'; readonly shareId: string }

/**
 * May the bearer of this token touch this resource? Only guests' tokens are granted anything: what a
 * clinician may do follows from the profile, and the plugin asks here only after the profile refused.
 */
export const decideAccess = async (
  { resourceTokens, serverId, neverSharedLabels }: AccessDeps,
  request: ValidateRequest,
): Promise<Result<ResourceGrant, AccessRefusal>> => {
  const token = readPresentedToken(request['token-value'])
  if (token === null) return refuse({ reason: 'no-token' })
  if (serverId !== undefined && request['server-id'] !== serverId) return refuse({ reason: 'wrong-server' })
  if (!isGrantableMethod(request)) return refuse({ reason: 'method-not-granted' })
  if (request.level.toLowerCase() !== 'study') return refuse({ reason: 'level-not-granted' })
  const verified = await resourceTokens.verify(token)
  if (!verified.ok) return verified
  const { kind, shareId, studies } = verified.value
  if (!studies.some((study) => isSameStudy(request, study)))
    return refuse({ reason: 'other-resource', shareId })
  // Labels that the plugin does not tell are unknown, not absent; an instant link is its maker's own way into a viewer.
  if (kind === 'share' && !decideLabels([{ labels: request.labels ?? [] }], neverSharedLabels).ok)
    return refuse({ reason: 'study-never-shared', shareId })
  return ok(verified.value)
}

/**
 * Guests read. DICOMweb's reads come with a second question, an inner find's `post`, which looks like a change of
 * the study: that much has to be granted, but only in the header that the DICOMweb viewers use.
 */
const isGrantableMethod = ({ method, 'token-key': tokenKey }: ValidateRequest): boolean => {
  const verb = method.toLowerCase()
  return verb === 'get' || (verb === 'post' && tokenKey?.toLowerCase() === 'authorization')
}

/** Every id that both sides have must agree, and there must be one: two half matches are no match. */
const isSameStudy = (asked: ValidateRequest, shared: ResourceGrant['studies'][number]): boolean => {
  const byUid = compareIds(asked['dicom-uid'], shared.studyInstanceUID)
  const byOrthancId = compareIds(asked['orthanc-id'], shared.orthancId)
  return byUid !== 'different' && byOrthancId !== 'different' && (byUid === 'same' || byOrthancId === 'same')
}

const compareIds = (
  asked: string | null | undefined,
  shared: string | undefined,
): 'same' | 'different' | 'absent' => {
  if (!asked || !shared) return 'absent'
  return asked === shared ? 'same' : 'different'
}
