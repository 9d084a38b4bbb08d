import type { ShareCodes } from '../codes/share-code.ts'
import type { Policy } from '../contract/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { MAX_INSTANT_STUDIES } from '../kernel/limits.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import { plainRules } from '../store/plain-rules.ts'
import { liveShareOf } from '../store/share-state.ts'
import type { NewShare, ShareStore } from '../store/share-store.ts'
import type { LiveShares } from '../tokens/live-shares.ts'
import type { TokenMint } from '../tokens/resource-tokens.ts'
import type { MedDream, MedDreamRefusal } from './meddream.ts'
import { type NamedStudiesRefusal, type StudyLookup, readNamedStudies } from './named-studies.ts'
import { decideRequestedEnd } from './requested-end.ts'
import { type PluginViewer, type TokenType, parseTokenType } from './token-types.ts'
import { type LinkedStudy, type ViewerLinkRefusal, type ViewerRoots, viewerLink } from './viewer-links.ts'
import type { CreateTokenRequest } from './wire.ts'

export interface IssueDeps {
  readonly store: Pick<ShareStore, 'createShare'>
  readonly codes: Pick<ShareCodes, 'make'>
  readonly liveShares: Pick<LiveShares, 'update'>
  readonly mint: TokenMint
  readonly policy: Policy
  /** `INSTANT_LINK_MAX_SECONDS` */
  readonly instantLinkMaxSeconds: number
  readonly roots: ViewerRoots
  /** `PUBLIC_SHARE_ROOT`: publications get our short link and guest page. */
  readonly shareRoot?: string | undefined
  /** `PUBLIC_LANDING_ROOT`: else they get the Python service's form, through this page when it is set. */
  readonly landingRoot?: string | undefined
  readonly meddream?: MedDream | undefined
  readonly lookup?: StudyLookup | undefined
  readonly clock: Clock
}

export type IssueRefusal =
  NamedStudiesRefusal | ViewerLinkRefusal | MedDreamRefusal | { readonly reason: 'download-denied' }

export interface IssuedToken {
  readonly token: string
  readonly url: string | null
  /** ms since 1970 */
  readonly endsAtMs: number
}

/** Who asks, and what they may pass on. */
export interface Creator extends Pick<NewShare, 'ownerIss' | 'ownerSub' | 'createdBy'> {
  readonly mayDownload: boolean
}

/** Issuer of the owner of what the plugin asks for. */
export const PLUGIN_OWNER_ISS = 'urn:studylink:orthanc'

/** Owner of what the plugin asks for: it does not say who its user is. */
const ORTHANC: Creator = {
  ownerIss: PLUGIN_OWNER_ISS,
  ownerSub: 'plugin',
  createdBy: 'Orthanc',
  mayDownload: true,
}

/** Makes what `PUT /tokens/{type}` asks for. Throws StoreUnavailableError when a share cannot be kept. */
export const issueToken = async (
  deps: IssueDeps,
  typeName: string,
  request: CreateTokenRequest,
  creator: Creator = ORTHANC,
): Promise<Result<IssuedToken, IssueRefusal>> => {
  const type = parseTokenType(typeName)
  if (!type) return bad('type', 'there is no such type of token')
  if (request.type && request.type !== typeName) return bad('type', 'differs from the type in the URL')
  const maxStudies = type.kind === 'instant' ? MAX_INSTANT_STUDIES : Number.POSITIVE_INFINITY
  const named = await readNamedStudies(request.resources, maxStudies, deps.lookup)
  if (!named.ok) return named
  const end = decideRequestedEnd(request, maxSecondsOf(deps, type), deps.clock())
  if (!end.ok) return end
  switch (type.kind) {
    case 'instant':
      return issueInstant(deps, type.download, named.value, end.value)
    case 'meddream-instant':
      return issueMedDream(deps, named.value, end.value)
    case 'publication':
      return publish(deps, creator, type.viewer, named.value, end.value)
  }
}

const maxSecondsOf = ({ policy, instantLinkMaxSeconds }: IssueDeps, { kind }: TokenType): number =>
  kind === 'publication' ? policy.maxExpirySeconds : instantLinkMaxSeconds

const issueInstant = async (
  { mint, clock }: IssueDeps,
  download: boolean,
  studies: readonly LinkedStudy[],
  endsAtMs: number,
): Promise<Result<IssuedToken, IssueRefusal>> => {
  const minted = await mint.instant({ studies, download, ttlSeconds: (endsAtMs - clock()) / 1000 })
  return ok({ ...minted, url: null })
}

const issueMedDream = async (
  { meddream, roots }: IssueDeps,
  studies: readonly LinkedStudy[],
  endsAtMs: number,
): Promise<Result<IssuedToken, IssueRefusal>> => {
  if (!meddream) return refuse({ reason: 'viewer-not-configured', variable: 'MEDDREAM_TOKEN_SERVICE_URL' })
  const token = await meddream.mint(studies)
  if (!token.ok) return token
  const url = viewerLink(roots, 'meddream', studies, token.value)
  return url.ok ? ok({ token: token.value, url: url.value, endsAtMs }) : url
}

/** A publication is a share like any other: listed, revocable, gone with its end. */
const publish = async (
  deps: IssueDeps,
  { mayDownload, ...owner }: Creator,
  viewer: PluginViewer,
  studies: readonly LinkedStudy[],
  endsAtMs: number,
): Promise<Result<IssuedToken, IssueRefusal>> => {
  const { policy } = deps
  // VolView reads archives: without downloads its link would open to nothing.
  const download = mayDownload && policy.download.allowed && (policy.download.default || viewer === 'volview')
  if (viewer === 'volview' && !download) return refuse({ reason: 'download-denied' })
  const reachable = viewerLink(deps.roots, viewer, studies, '')
  if (!reachable.ok) return reachable
  if (viewer === 'meddream' && !deps.meddream)
    return refuse({ reason: 'viewer-not-configured', variable: 'MEDDREAM_TOKEN_SERVICE_URL' })
  // Its token lives for minutes: a page in between has to fetch one for each opening.
  if (viewer === 'meddream' && (deps.shareRoot ?? deps.landingRoot) === undefined)
    return refuse({ reason: 'viewer-not-configured', variable: 'PUBLIC_LANDING_ROOT' })

  const { shareId, code, kid } = deps.codes.make()
  const share = await deps.store.createShare({
    ...owner,
    shareId,
    codeKid: kid,
    createdAtMs: deps.clock(),
    expiresAtMs: endsAtMs,
    viewer,
    allowDownload: download,
    ...plainRules,
    maxOpens: policy.maxOpens.default,
    studies,
  })
  deps.liveShares.update(liveShareOf(share))
  const { token } = await deps.mint.forShare({ shareId, generation: share.generation, download, endsAtMs })
  return ok({ token, url: publicationUrl(deps, viewer, studies, { code, token }), endsAtMs })
}

const publicationUrl = (
  { shareRoot, landingRoot, roots }: IssueDeps,
  viewer: PluginViewer,
  studies: readonly LinkedStudy[],
  { code, token }: { readonly code: string; readonly token: string },
): string | null => {
  if (shareRoot !== undefined) return `${shareRoot}s#${code}`
  if (landingRoot !== undefined) return new URL(`?token=${token}`, landingRoot).href
  const link = viewerLink(roots, viewer, studies, token)
  return link.ok ? link.value : null
}

const bad = (field: string, detail: string) => refuse({ reason: 'invalid-request', field, detail })
