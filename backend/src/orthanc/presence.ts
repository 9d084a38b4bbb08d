import { ok } from '../kernel/result.ts'
import type { OrthancClient } from './client.ts'
import type { StudyPresence } from './study.ts'

/** Asks with the service's own rights, by Orthanc ID: at most 50 questions, at the same time. */
export const createStudyPresence = (orthanc: OrthancClient): StudyPresence => ({
  async areAllPresent(orthancIds) {
    const answers = await Promise.all(orthancIds.map((orthancId) => orthanc.getStudy(orthancId)))
    const failed = answers.find((answer) => !answer.ok)
    if (failed && !failed.ok) return failed
    return ok(answers.every((answer) => answer.ok && answer.value !== undefined))
  },
})
