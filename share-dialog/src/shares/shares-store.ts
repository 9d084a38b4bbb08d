import type {
  ConfigResponse,
  MeResponse,
  RevokeSharesRequest,
  Share,
  ShareState,
  StudyHead,
  UpdateShareRequest,
} from '@studylink/backend/contract'
import { signal, type ReadonlySignal } from '@preact/signals'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import type { ShareApi } from '../api/share-api.ts'
import { MAX_STUDIES_PER_LOOKUP } from '../study/read-study-heads.ts'

export interface SharesFilter {
  search: string
  show: 'working' | 'ended' | 'all'
  scope: 'mine' | 'all'
  /** All links of one person or of one study. */
  only:
    { kind: 'owner'; userId: string; name: string } | { kind: 'study'; studyInstanceUID: string } | undefined
}

export type SharesState =
  | { state: 'loading' }
  | { state: 'failed'; failure: ApiFailure }
  | { state: 'ready'; shares: readonly Share[]; nextCursor: string | null; more: boolean }

export interface SharesStore {
  state: ReadonlySignal<SharesState>
  filter: ReadonlySignal<SharesFilter>
  me: ReadonlySignal<MeResponse | undefined>
  config: ReadonlySignal<ConfigResponse | undefined>
  /** What names the studies, by UID; those that the clinician may not see are missing. In memory only. */
  heads: ReadonlySignal<ReadonlyMap<string, StudyHead>>
  load(): Promise<void>
  loadMore(): Promise<void>
  setFilter(change: Partial<SharesFilter>): Promise<void>
  revoke(share: Share): Promise<ApiResult<Share>>
  unlock(share: Share): Promise<ApiResult<Share>>
  change(share: Share, changes: UpdateShareRequest): Promise<ApiResult<Share>>
  /** Ends all links that the filter names: of one person, or of one study. */
  revokeAll(): Promise<ApiResult<{ revoked: number }>>
}

const statesOf: Record<SharesFilter['show'], readonly ShareState[] | undefined> = {
  working: ['active', 'locked'],
  ended: ['expired', 'revoked', 'exhausted'],
  all: undefined,
}
const PAGE = 25

export const isAdministrator = ({ permissions }: MeResponse): boolean =>
  permissions.includes('admin-permissions') || permissions.includes('all')

/** The list and what its owner does with it; no JSX. */
export const createSharesStore = (api: ShareApi): SharesStore => {
  const state = signal<SharesState>({ state: 'loading' })
  const filter = signal<SharesFilter>({ search: '', show: 'working', scope: 'mine', only: undefined })
  const me = signal<MeResponse | undefined>()
  const config = signal<ConfigResponse | undefined>()
  const heads = signal<ReadonlyMap<string, StudyHead>>(new Map())
  /** Only the newest question is answered on screen. */
  let question = 0

  const list = (cursor?: string) => {
    const { search, show, scope, only } = filter.value
    const status = statesOf[show]
    return api.listShares({
      scope,
      limit: PAGE,
      ...(status && { status }),
      ...(search.trim() !== '' && { search: search.trim() }),
      ...(only?.kind === 'owner' && { ownerUserId: only.userId }),
      ...(only?.kind === 'study' && { studyInstanceUID: only.studyInstanceUID }),
      ...(cursor !== undefined && { cursor }),
    })
  }

  const nameStudies = async (shares: readonly Share[]) => {
    const unnamed = new Set(
      shares
        .flatMap(({ studies }) => studies.map(({ studyInstanceUID }) => studyInstanceUID))
        .filter((uid) => !heads.value.has(uid)),
    )
    if (unnamed.size === 0) return
    const studies = [...unnamed]
      .slice(0, MAX_STUDIES_PER_LOOKUP)
      .map((studyInstanceUID) => ({ studyInstanceUID }))
    const answer = await api.lookupStudies({ studies })
    if (!answer.ok) return
    heads.value = new Map([
      ...heads.value,
      ...answer.value.studies.map((head) => [head.studyInstanceUID, head] as const),
    ])
  }

  const read = async () => {
    const asked = ++question
    const answer = await list()
    if (asked !== question) return
    if (!answer.ok) {
      state.value = { state: 'failed', failure: answer.failure }
      return
    }
    state.value = { state: 'ready', ...answer.value, more: false }
    await nameStudies(answer.value.shares)
  }

  const replace = (result: ApiResult<Share>): ApiResult<Share> => {
    const current = state.value
    if (result.ok && current.state === 'ready')
      state.value = {
        ...current,
        shares: current.shares.map((one) => (one.shareId === result.value.shareId ? result.value : one)),
      }
    return result
  }

  return {
    state,
    filter,
    me,
    config,
    heads,
    load: async () => {
      state.value = { state: 'loading' }
      const [configAnswer, meAnswer] = await Promise.all([api.getConfig(), api.getMe()])
      if (!configAnswer.ok) state.value = { state: 'failed', failure: configAnswer.failure }
      else if (!meAnswer.ok) state.value = { state: 'failed', failure: meAnswer.failure }
      else {
        config.value = configAnswer.value
        me.value = meAnswer.value
        await read()
      }
    },
    loadMore: async () => {
      const current = state.value
      if (current.state !== 'ready' || current.nextCursor === null || current.more) return
      const asked = question
      state.value = { ...current, more: true }
      const answer = await list(current.nextCursor)
      if (asked !== question) return
      if (!answer.ok) {
        state.value = { state: 'failed', failure: answer.failure }
        return
      }
      const shares = [...current.shares, ...answer.value.shares]
      state.value = { state: 'ready', shares, nextCursor: answer.value.nextCursor, more: false }
      await nameStudies(answer.value.shares)
    },
    setFilter: async (change) => {
      filter.value = { ...filter.value, ...change }
      await read()
    },
    revoke: async (share) => replace(await api.revokeShare(share.shareId)),
    unlock: async (share) => replace(await api.unlockShare(share.shareId)),
    change: async (share, changes) => replace(await api.updateShare(share.shareId, changes)),
    revokeAll: async () => {
      const { only } = filter.value
      if (!only) return { ok: false, failure: { kind: 'aborted' } }
      const request: RevokeSharesRequest =
        only.kind === 'owner' ? { ownerUserId: only.userId } : { studyInstanceUID: only.studyInstanceUID }
      const answer = await api.revokeShares(request)
      if (answer.ok) await read()
      return answer
    },
  }
}
