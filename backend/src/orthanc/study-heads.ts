import pLimit from 'p-limit'
import type { StudyHead, StudyReference } from '../contract/index.ts'
import { type Clinician, maySeeLabels } from '../identity/clinician.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { OrthancClient, OrthancUnavailable } from './client.ts'
import { MAX_PARALLEL_QUESTIONS } from './limits.ts'
import type { LabelledHead } from './study-head.ts'

/** Names studies to a clinician: those that exist and that they may see. */
export interface StudyHeads {
  /** @param authorization the clinician's own `Authorization` header */
  lookup(
    clinician: Clinician,
    authorization: string,
    references: readonly StudyReference[],
  ): Promise<Result<readonly StudyHead[], OrthancUnavailable>>
}

/**
 * All that are named by UID are found by one question, those by Orthanc ID by one each, a few at a time. Labels are
 * judged here too where Orthanc's plugin judges them already.
 *
 * @param asks with whose rights: the `service`'s own on a stock Orthanc, the `clinician`'s where the plugin decides
 */
export const createStudyHeads = (orthanc: OrthancClient, asks: 'service' | 'clinician'): StudyHeads => ({
  async lookup(clinician, authorization, references) {
    const as = asks === 'clinician' ? authorization : undefined
    const uids = references.flatMap((one) => ('studyInstanceUID' in one ? [one.studyInstanceUID] : []))
    const ids = references.flatMap((one) => ('orthancId' in one ? [one.orthancId] : []))
    const limit = pLimit(MAX_PARALLEL_QUESTIONS)
    const [found, ...single] = await Promise.all([
      uids.length === 0 ? ok([]) : orthanc.findHeads(uids, as),
      ...ids.map((orthancId) => limit(() => orthanc.getHead(orthancId, as))),
    ])
    if (!found.ok) return found
    const named: LabelledHead[] = found.value.filter(({ studyInstanceUID }) =>
      uids.includes(studyInstanceUID),
    )
    for (const one of single) {
      if (!one.ok) return one
      if (one.value) named.push(one.value)
    }
    const visible = named.filter(({ labels }) => maySeeLabels(clinician, labels))
    return ok([...new Map(visible.map(({ labels: _labels, ...head }) => [head.orthancId, head])).values()])
  },
})
