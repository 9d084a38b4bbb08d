import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOuterIssueService, type OuterIssueService } from './test-outer-issue.ts'

/** `FUZZ_RUNS` asks for more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1_000)
const TIMEOUT_MS = 30 * Math.max(RUNS, 1_000)

const HIDDEN = '1.2.4'

let service: OuterIssueService
let visible: string
let hidden: string
beforeEach(async () => {
  service = await createOuterIssueService()
  visible = service.archive.add('1.2.3', ['external']).orthancId
  hidden = service.archive.add(HIDDEN).orthancId
})
afterEach(() => service.app.close())

const types = [
  'ohif-viewer-publication',
  'stone-viewer-publication',
  'viewer-instant-link',
  'download-instant-link',
  'meddream-instant-link',
  'meddream-viewer-publication',
  'constructor',
  '__proto__',
  '%2e%2e',
  'x',
]
const odd = fc.oneof(
  fc.constantFrom<unknown>('', null, 0, -1, 1e300, true, [], {}),
  fc.string(),
  fc.jsonValue(),
)
const tokens = ['doctor', 'external', 'reader', 'slv_x', 'sld_x', 'Bearer doctor', 'Basic x', '', 'foreign']

/** Mostly the one, sometimes the other. */
const mostly = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: rare })

/** Bodies that almost are OE2's, and others. */
const bodies = () => {
  const ids = (...good: string[]) => mostly<unknown>(fc.constantFrom(...good), odd)
  const resource = fc.record(
    {
      OrthancId: ids(visible, visible, hidden),
      DicomUid: ids('1.2.3', '1.2.3', HIDDEN),
      Level: mostly<unknown>(fc.constantFrom('study', 'Study'), fc.oneof(fc.constant('series'), odd)),
      Url: mostly<unknown>(fc.constant(null), odd),
    },
    { requiredKeys: ['Level'] },
  )
  const almost = fc.record(
    {
      Resources: mostly<unknown>(fc.array(resource, { minLength: 1, maxLength: 2 }), odd),
      ExpirationDate: mostly<unknown>(fc.constantFrom('2026-02-01', null, '2026-02-01T00:00:00Z'), odd),
      ValidityDuration: mostly<unknown>(fc.constantFrom(0, 60, 1e300), odd),
      ID: mostly<unknown>(fc.string(), odd),
    },
    { requiredKeys: ['Resources'] },
  )
  return mostly(
    almost.map((body) => JSON.stringify(body)),
    fc.string(),
  )
}

it(
  'makes nothing without a clinician who sees every study that is named, and never fails',
  async () => {
    let made = 0
    await fc.assert(
      fc.asyncProperty(
        mostly(fc.constantFrom(...types.slice(0, 4)), fc.constantFrom(...types)),
        mostly(fc.constantFrom('doctor', 'external', 'reader'), fc.constantFrom(...tokens)),
        fc.constantFrom('token', 'Authorization'),
        bodies(),
        async (type, token, header, body) => {
          const response = await service.app.app.request(`/share/orthanc/auth/tokens/${type}`, {
            method: 'PUT',
            headers: { 'Content-Type': 'application/json', [header]: token },
            body,
          })
          expect(response.status).toBeLessThan(500)
          if (!response.ok) return
          made += 1
          const { Token } = (await response.json()) as { Token: string }
          const grant = await service.app.resourceTokens.verify(Token)
          if (!grant.ok) throw new Error('made a token that opens nothing')
          expect(['doctor', 'Bearer doctor', 'external', 'reader']).toContain(token)
          const uids = grant.value.studies.map(({ studyInstanceUID }) => studyInstanceUID)
          expect(token === 'external' && uids.includes(HIDDEN)).toBe(false)
        },
      ),
      { numRuns: RUNS },
    )
    // Otherwise the bodies were too odd to say anything.
    expect(made).toBeGreaterThan(RUNS / 100)
  },
  TIMEOUT_MS,
)
