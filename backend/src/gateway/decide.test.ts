import { expect, test } from 'vitest'
import { ok } from '../kernel/result.ts'
import { idsOf } from '../orthanc/stand-in-orthanc.ts'
import type { Access } from './access.ts'
import { decide } from './decide.ts'
import { grants, own } from './stand-in-callers.ts'
import type { StudyDirectory } from './study-directory.ts'

/** What the route tables do not say today, the decision must refuse all the same. */
const study = { orthancId: idsOf(own).study, studyInstanceUID: own.studyInstanceUID, labels: [] }
const directory: StudyDirectory = {
  locate: async () => ok(study),
  patientStudies: async () => ok([study]),
  unambiguous: async () => ok([study]),
}
const access: Access = {
  scope: 'study',
  study: { by: 'uid', studyInstanceUID: own.studyInstanceUID },
  permissions: ['view'],
  guest: 'view',
}
const decideForGuest = (changes: Partial<Access>, isRead = true) => {
  const grant = grants['sld_own']
  if (!grant) throw new Error('no such grant')
  const understood = { access: { ...access, ...changes }, isRead, target: '/', argumentToken: undefined }
  return decide([{ kind: 'guest', grant }], understood, { directory, neverSharedLabels: [] })
}
const refused = (why: string) => ({ ok: false, refusal: { reason: 'guest-may-not', why } })

test('a guest reads a study of the grant', async () => {
  expect(await decideForGuest({})).toEqual({ ok: true, value: true })
})
test('a guest never writes, whatever a route says guests may', async () => {
  expect(await decideForGuest({}, false)).toEqual(refused('method'))
})
test.each(['patient', 'archive', 'service'] as const)(
  'a guest never has the scope %s, whatever a route says guests may',
  async (scope) => {
    expect(await decideForGuest({ scope })).toEqual(refused('route'))
  },
)
test('nobody is allowed nothing', async () => {
  const understood = { access, isRead: true, target: '/', argumentToken: undefined }
  expect((await decide([], understood, { directory, neverSharedLabels: [] })).ok).toBe(false)
})
