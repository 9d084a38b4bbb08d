import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { OrthancClient, OrthancUnavailable } from '../orthanc/client.ts'
import type { OrthancStudy } from '../orthanc/study.ts'
import type { RestLevel, StudyLocator } from './access.ts'
import { MAX_CACHED_PARENTS, MAX_CACHED_STUDIES, STUDY_CACHE_MS } from './limits.ts'

type Answered<Value> = Promise<Result<Value, OrthancUnavailable>>

/** What Orthanc says about studies, remembered for a moment: a viewer asks for hundreds of frames of one study. */
export interface StudyDirectory {
  /** The study; undefined: unknown, or its UID stands for several (Orthanc would show parts of each). */
  locate(locator: StudyLocator): Answered<OrthancStudy | undefined>
  /** Every study of the patient to whom the resource belongs; undefined: unknown. */
  patientStudies(level: RestLevel, orthancId: string): Answered<readonly OrthancStudy[] | undefined>
  /** Those of the UIDs that stand for exactly one study, asked in one go, not remembered. */
  unambiguous(studyInstanceUIDs: readonly string[]): Answered<readonly OrthancStudy[]>
}

export interface StudyDirectoryDeps {
  readonly orthanc: OrthancClient
  readonly clock: Clock
}

export const createStudyDirectory = ({ orthanc, clock }: StudyDirectoryDeps): StudyDirectory => {
  const perf = { now: clock }
  const studies = new LRUCache<string, Answered<OrthancStudy | undefined>>({
    max: MAX_CACHED_STUDIES,
    ttl: STUDY_CACHE_MS,
    ttlResolution: 0,
    perf,
  })
  const patients = new LRUCache<string, Answered<readonly OrthancStudy[] | undefined>>({
    max: MAX_CACHED_STUDIES,
    ttl: STUDY_CACHE_MS,
    ttlResolution: 0,
    perf,
  })
  const parents = new LRUCache<string, string>({ max: MAX_CACHED_PARENTS })

  const unambiguous: StudyDirectory['unambiguous'] = async (named) => {
    // A grant may name a study by its Orthanc ID alone; an empty UID would ask for every study.
    const uids = named.filter((uid) => uid !== '')
    if (uids.length === 0) return ok([])
    const found = await orthanc.findStudies({ query: { StudyInstanceUID: uids.join('\\') } })
    if (!found.ok) return found
    const times = new Map<string, number>()
    for (const { studyInstanceUID: uid } of found.value) times.set(uid, (times.get(uid) ?? 0) + 1)
    return ok(found.value.filter(({ studyInstanceUID: uid }) => uids.includes(uid) && times.get(uid) === 1))
  }

  const byUid = (uid: string) =>
    remembered(studies, `uid ${uid}`, async () => {
      const found = await unambiguous([uid])
      return found.ok ? ok(found.value[0]) : found
    })
  const byStudyId = (orthancId: string) => remembered(studies, orthancId, () => orthanc.getStudy(orthancId))

  const byChild = async (
    level: 'series' | 'instances',
    orthancId: string,
  ): Answered<OrthancStudy | undefined> => {
    const key = `${level} ${orthancId}`
    const parent = parents.get(key)
    if (parent !== undefined) return byStudyId(parent)
    const found = await remembered(studies, key, () => orthanc.getParentStudy(level, orthancId))
    if (found.ok && found.value) parents.set(key, found.value.orthancId)
    return found
  }

  const byPatient = (orthancId: string) =>
    remembered(patients, orthancId, async () => {
      const found = await orthanc.findStudies({ parentPatient: orthancId })
      return found.ok ? ok(found.value.length > 0 ? found.value : undefined) : found
    })

  return {
    async locate(locator) {
      if (locator.by === 'uid') return byUid(locator.studyInstanceUID)
      const { level, orthancId } = locator
      if (level === 'patients') return ok(undefined)
      return level === 'studies' ? byStudyId(orthancId) : byChild(level, orthancId)
    },
    async patientStudies(level, orthancId) {
      if (level === 'patients') return byPatient(orthancId)
      const patient = await orthanc.getPatientId(level, orthancId)
      if (!patient.ok) return patient
      return patient.value === undefined ? ok(undefined) : byPatient(patient.value)
    },
    unambiguous,
  }
}

/** One question at a time for each key; failures are not remembered. */
const remembered = <Value>(
  cache: LRUCache<string, Answered<Value>>,
  key: string,
  load: () => Answered<Value>,
): Answered<Value> => {
  const known = cache.get(key)
  if (known) return known
  const asked = load().then((answer) => {
    if (!answer.ok && cache.peek(key) === asked) cache.delete(key)
    return answer
  })
  cache.set(key, asked)
  return asked
}
