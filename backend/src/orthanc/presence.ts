import { ok } from '../kernel/result.ts'
import type { OrthancClient } from './client.ts'
import type { StudyPresence } from './study.ts'

/** Asks with the service's own rights, by Orthanc ID: at most 50 questions, at the same time. */
export const createStudyPresence = (orthanc: OrthancClient): StudyPresence => ({
  async findAll(orthancIds) {
    const answers = await Promise.all(orthancIds.map((orthancId) => orthanc.getStudy(orthancId)))
    const failed = answers.find((answer) => !answer.ok)
    if (failed && !failed.ok) return failed
    const studies = answers.flatMap((answer) => (answer.ok && answer.value ? [answer.value] : []))
    return ok(studies.length === orthancIds.length ? studies : undefined)
  },
})
