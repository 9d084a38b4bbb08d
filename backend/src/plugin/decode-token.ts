import type { GrantRefusal, ResourceGrant, ResourceTokens } from '../tokens/grant.ts'
import type { MedDream } from './meddream.ts'
import { openInViewer, pluginViewerOf } from './open-in-viewer.ts'
import { readPresentedToken } from './presented-token.ts'
import { type PluginViewer, publicationType } from './token-types.ts'
import type { ViewerRoots } from './viewer-links.ts'
import type { DecodeRequest, DecodeResponse } from './wire.ts'

export interface DecodeDeps {
  readonly resourceTokens: ResourceTokens
  /** Where landing pages send people who hold a share's token; without it they are sent nowhere. */
  readonly roots?: ViewerRoots | undefined
  readonly meddream?: MedDream | undefined
}

/**
 * What does this token open? The plugin takes the studies as a filter for a guest's searches with no further
 * question, so a token that opens nothing any more names none. Problems are told in the answer: an HTTP error
 * would make Orthanc drop the connection.
 */
export const decodeToken = async (deps: DecodeDeps, request: DecodeRequest): Promise<DecodeResponse> => {
  const token = readPresentedToken(request['token-value'])
  if (token === null) return nothing('invalid')
  const verified = await deps.resourceTokens.verify(token)
  return verified.ok ? describeGrant(deps, verified.value, token) : nothing(errorCodeOf(verified.refusal))
}

const describeGrant = async (
  deps: DecodeDeps,
  grant: ResourceGrant,
  token: string,
): Promise<DecodeResponse> => ({
  'token-type': tokenTypeOf(grant),
  'error-code': null,
  'redirect-url': grant.kind === 'share' ? await redirectOf(deps, grant, token) : null,
  resources: grant.studies.map((study) => ({
    'dicom-uid': study.studyInstanceUID || null,
    'orthanc-id': study.orthancId || null,
    level: 'study',
  })),
})

/** A share that names no viewer opens in OHIF. */
const viewerOf = ({ viewer }: ResourceGrant): PluginViewer => pluginViewerOf(viewer) ?? 'ohif'

/** The plugin's name for this kind of token. */
const tokenTypeOf = (grant: ResourceGrant): string => {
  if (grant.kind === 'share') return publicationType(viewerOf(grant))
  return grant.download ? 'download-instant-link' : 'viewer-instant-link'
}

const redirectOf = async (
  { roots, meddream }: DecodeDeps,
  grant: ResourceGrant,
  token: string,
): Promise<string | null> => {
  if (!roots) return null
  const link = await openInViewer({ roots, meddream }, viewerOf(grant), grant.studies, token)
  return link.ok ? link.value : null
}

const nothing = (errorCode: 'expired' | 'invalid' | 'unknown'): DecodeResponse => ({
  'token-type': null,
  'error-code': errorCode,
  'redirect-url': null,
  resources: [],
})

/** The plugin knows three words: `expired` tells people to ask for a new link, `unknown` to try again. */
const errorCodeOf = ({ reason }: GrantRefusal): 'expired' | 'invalid' | 'unknown' => {
  switch (reason) {
    case 'expired':
    case 'revoked':
      return 'expired'
    case 'not-a-resource-token':
    case 'invalid':
    case 'unknown-share':
      return 'invalid'
    case 'store-unavailable':
      return 'unknown'
  }
}
