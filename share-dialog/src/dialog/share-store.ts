import type {
  ConfigResponse,
  EmailShareRequest,
  MeResponse,
  Policy,
  Share,
} from '@studylink/backend/contract'
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { ShareApi } from '../api/share-api.ts'
import { groupByPatient, type PatientGroup } from '../study/group-by-patient.ts'
import type { StudyHead } from '../study/study-head.ts'
import { defaultDraft, listFaults, toNewRules, type ShareDraft } from '../rules/draft.ts'
import { policyFor } from '../rules/policy-for.ts'
import type { ApiResult } from '../api/failure.ts'
import { isAlive } from '../link/share-facts.ts'
import { isSignedOut, wayOut, type ShareState } from './share-state.ts'

/** The contract's MAX_STUDIES_PER_SHARE, repeated because the contract's code would bring its schemas along. */
export const MAX_STUDIES = 50

/** After this long without an answer the dialog says that it takes longer than usual. */
const SLOW_AFTER_MS = 1000

export interface ShareStore {
  state: ReadonlySignal<ShareState>
  /** Patients and their studies, as soon as the host has named them. */
  patients: ReadonlySignal<PatientGroup[]>
  /** Other studies open in the host, which the clinician may add to the share. */
  addable: ReadonlySignal<readonly AddableStudy[]>
  /** Links of these studies that work already. */
  existing: ReadonlySignal<readonly Share[]>
  /** As the server told it; `undefined` before. */
  config: ReadonlySignal<ConfigResponse | undefined>
  /** Reads studies and policy, at first and to choose again. Mints nothing. */
  load(): Promise<void>
  /** Adds one of the addable studies to the share, or takes it out again. */
  setAdded(studyInstanceUID: string, added: boolean): void
  confirmPatients(): void
  edit(change: Partial<ShareDraft>): void
  create(): Promise<void>
  /** Shows a link that exists, to pass it on again. */
  showExisting(share: Share): Promise<ApiResult<unknown>>
  endExisting(share: Share): Promise<ApiResult<unknown>>
  /** From a link that existed back to the form. */
  back(): void
  /** The server sends the link that is shown. */
  email(request: EmailShareRequest): Promise<ApiResult<unknown>>
  /** Tries again whatever failed. */
  retry(): Promise<void>
  /** The link was copied, sent, or its QR code used. */
  markPassedOn(): void
  /** May the dialog close? A link that was not passed on asks once. */
  requestClose(): boolean
  /** Ends what is under way. */
  dispose(): void
}

export interface AddableStudy {
  study: StudyHead
  added: boolean
}

export interface ShareStoreDeps {
  api: ShareApi
  studies: readonly StudyHead[] | (() => Promise<readonly StudyHead[]>)
  /** Offered beside `studies`, and never shared unasked. */
  alsoOpen?: readonly StudyHead[]
  now?: () => Date
}

/** Told before anything is chosen; the service decides again when the share is made. */
const mayShare = ({ permissions }: MeResponse): boolean =>
  permissions.includes('share') || permissions.includes('all')

/** Studies whose links are looked for: one question each. */
const LOOKED_FOR_STUDIES = 5
/** The form does not wait longer for the links that exist. */
const WAIT_FOR_EXISTING_MS = 600

/** The dialog's state and actions; no JSX, no host. */
export const createShareStore = ({
  api,
  studies: given,
  alsoOpen = [],
  now = () => new Date(),
}: ShareStoreDeps): ShareStore => {
  const named = signal<readonly StudyHead[]>(typeof given === 'function' ? [] : given)
  const added = signal<ReadonlySet<string>>(new Set())
  const addable = computed(() =>
    // Together with the study itself no more than one link holds.
    alsoOpen
      .slice(0, MAX_STUDIES - 1)
      .map((study) => ({ study, added: added.value.has(study.studyInstanceUID) })),
  )
  const studies = computed(() => [
    ...named.value,
    ...addable.value.filter((other) => other.added).map(({ study }) => study),
  ])
  const patients = computed(() => groupByPatient(studies.value))
  const state = signal<ShareState>({ state: 'loading', slow: false })
  const existing = signal<readonly Share[]>([])
  const config = signal<ConfigResponse | undefined>()
  const ended = new AbortController()
  /** How many patients the clinician has confirmed to be meant. */
  let confirmedPatients = 1

  /** Runs `work`, marking the state as slow when it takes long. */
  const withProgress = async <Value>(work: Promise<Value>): Promise<Value> => {
    const timer = setTimeout(() => {
      const current = state.value
      if (current.state === 'loading' || current.state === 'creating')
        state.value = { ...current, slow: true }
    }, SLOW_AFTER_MS)
    return work.finally(() => clearTimeout(timer))
  }

  const readStudies = async (): Promise<readonly StudyHead[] | undefined> => {
    try {
      return typeof given === 'function' ? await given() : given
    } catch {
      return undefined
    }
  }

  /** Own links first. Without an answer the dialog does without: it is for making a new one. */
  const readExisting = async (scope: 'mine' | 'all') => {
    const uids = named.value.slice(0, LOOKED_FOR_STUDIES).map(({ studyInstanceUID }) => studyInstanceUID)
    const answers = await Promise.all(
      uids.map((studyInstanceUID) =>
        api.listShares({ studyInstanceUID, scope, status: ['active', 'locked'], limit: 20 }, ended.signal),
      ),
    )
    if (ended.signal.aborted) return
    const found = answers.flatMap((answer) => (answer.ok ? answer.value.shares : []))
    const each = [...new Map(found.map((share) => [share.shareId, share])).values()].filter(isAlive)
    existing.value = each.toSorted((one, other) => Number(other.isMine) - Number(one.isMine))
  }

  const load = async (kept: Partial<ShareDraft> = {}) => {
    state.value = { state: 'loading', slow: false }
    const showStudies = readStudies().then((read) => {
      if (read) named.value = read
      return read
    })
    const [read, configAnswer, me] = await withProgress(
      Promise.all([showStudies, api.getConfig(ended.signal), api.getMe(ended.signal)]),
    )
    if (ended.signal.aborted) return
    if (configAnswer.ok) config.value = configAnswer.value
    // First of all: who is not signed in cannot read the studies either.
    if (!me.ok && isSignedOut(me.failure))
      state.value = { state: 'failed', during: 'load', failure: me.failure }
    else if (!read) state.value = { state: 'failed', during: 'load', failure: { kind: 'studies-unreadable' } }
    else if (read.length === 0)
      state.value = { state: 'failed', during: 'load', failure: { kind: 'no-study' } }
    else if (read.length > MAX_STUDIES)
      state.value = {
        state: 'failed',
        during: 'load',
        failure: { kind: 'too-many-studies', limit: MAX_STUDIES },
      }
    else if (!configAnswer.ok)
      state.value = { state: 'failed', during: 'load', failure: configAnswer.failure }
    else if (!me.ok) state.value = { state: 'failed', during: 'load', failure: me.failure }
    else if (!mayShare(me.value))
      state.value = { state: 'failed', during: 'load', failure: { kind: 'problem', code: 'may-not-share' } }
    else {
      const policy = policyFor(me.value, configAnswer.value.policy)
      await Promise.race([
        readExisting(policy.sharesVisibleTo === 'colleagues' ? 'all' : 'mine'),
        new Promise((resolve) => {
          setTimeout(resolve, WAIT_FOR_EXISTING_MS)
        }),
      ])
      if (!ended.signal.aborted) confirmOrEdit(policy, { ...defaultDraft(policy), ...kept })
    }
  }

  const confirmOrEdit = (policy: Policy, draft: ShareDraft) => {
    const isConfirmed = patients.value.length <= confirmedPatients
    state.value = { state: isConfirmed ? 'editing' : 'confirming', policy, draft }
  }

  const create = async () => {
    const current = state.value
    if (current.state !== 'editing' && !(current.state === 'failed' && current.during === 'create')) return
    const { policy, draft } = current
    if (listFaults(draft, policy, now()).length > 0) return
    state.value = { state: 'creating', policy, draft, slow: false }
    const request = {
      studies: studies.value.map(({ studyInstanceUID }) => ({ studyInstanceUID })),
      ...toNewRules(draft, policy),
    }
    const result = await withProgress(api.createShare(request, ended.signal))
    if (ended.signal.aborted) return
    state.value = result.ok
      ? {
          state: 'shared',
          ...result.value,
          pin: typeof draft.pin === 'string' ? draft.pin.trim() : null,
          isNew: true,
          passedOn: false,
          leaving: false,
        }
      : { state: 'failed', during: 'create', failure: result.failure, policy, draft }
  }

  /** The form that a link which existed was shown instead of. */
  let behind: ShareState | undefined
  const back = () => {
    if (state.value.state === 'shared' && !state.value.isNew && behind) state.value = behind
  }

  return {
    state,
    patients,
    addable,
    existing,
    config,
    load: () => load(),
    back,
    showExisting: async (share) => {
      const answer = await api.getLink(share.shareId)
      const current = state.value
      if (answer.ok && (current.state === 'editing' || current.state === 'confirming')) {
        behind = current
        const { url } = answer.value
        state.value = { state: 'shared', share, url, pin: null, isNew: false, passedOn: true, leaving: false }
      }
      return answer
    },
    endExisting: async (share) => {
      const answer = await api.revokeShare(share.shareId)
      if (answer.ok) existing.value = existing.value.filter(({ shareId }) => shareId !== share.shareId)
      return answer
    },
    email: async (request) => {
      const current = state.value
      if (current.state !== 'shared') return { ok: false, failure: { kind: 'aborted' } }
      return api.emailShare(current.share.shareId, request)
    },
    create,
    setAdded: (studyInstanceUID, isAdded) => {
      const current = state.value
      if (current.state !== 'editing' && current.state !== 'confirming') return
      const others = new Set(added.value)
      if (isAdded) others.add(studyInstanceUID)
      else others.delete(studyInstanceUID)
      added.value = others
      // Somebody else's study may come in for the one that goes: what was confirmed is confirmed anew.
      confirmedPatients = 1
      confirmOrEdit(current.policy, current.draft)
    },
    confirmPatients: () => {
      if (state.value.state !== 'confirming') return
      confirmedPatients = patients.value.length
      confirmOrEdit(state.value.policy, state.value.draft)
    },
    edit: (change) => {
      if (state.value.state !== 'editing') return
      state.value = { ...state.value, draft: { ...state.value.draft, ...change } }
    },
    retry: async () => {
      if (state.value.state !== 'failed') return
      const failed = state.value
      if (failed.during === 'load') return load()
      if (wayOut(failed.failure) !== 'choose-again') return create()
      // The policy has changed: what it does not rule stays as it was typed.
      const { recipient, note, notify, notifyLanguage } = failed.draft
      await load({ recipient, note, notify, notifyLanguage })
    },
    markPassedOn: () => {
      if (state.value.state === 'shared') state.value = { ...state.value, passedOn: true, leaving: false }
    },
    requestClose: () => {
      const current = state.value
      if (current.state !== 'shared' || current.passedOn || current.leaving) return true
      state.value = { ...current, leaving: true }
      return false
    },
    dispose: () => ended.abort(),
  }
}
