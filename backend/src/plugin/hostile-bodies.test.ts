import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { POLICY, SIBLING, STUDY, createTestService, validateBody } from './test-service.ts'

/** Each property; all of them together are over 10,000 cases. `FUZZ_RUNS` asks for more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2_100)
const TIMEOUT_MS = 30 * RUNS

const routes = ['/tokens/validate', '/tokens/decode', '/user/get-profile'] as const

const creations = ['ohif-viewer-publication', 'viewer-instant-link', 'meddream-instant-link', 'x'] as const

const field = fc.oneof(
  fc.constantFrom(STUDY.studyInstanceUID, STUDY.orthancId, SIBLING.orthancId, 'study', 'get', 'post', ''),
  fc.constantFrom('token', 'Authorization', 'api-key', 'Bearer ', 'Basic x', 'slv_', 'doctor'),
  fc.string(),
  fc.jsonValue(),
)

const resource = fc.record(
  {
    'dicom-uid': fc.oneof(fc.constant(STUDY.studyInstanceUID), field),
    'orthanc-id': fc.oneof(fc.constant(STUDY.orthancId), field),
    level: fc.oneof(fc.constantFrom('study', 'Study', 'series'), field),
  },
  { requiredKeys: [] },
)

const names = [
  'dicom-uid',
  'orthanc-id',
  'level',
  'method',
  'server-id',
  'token-key',
  'token-value',
  'labels',
  'uri',
  'user-id',
  'id',
  'type',
  'expiration-date',
  'validity-duration',
  '__proto__',
]

/** Bodies that almost are the plugin's: its fields with good, odd and wrong values, some missing. */
const almostBody = fc.dictionary(fc.constantFrom(...names), field)
const almostCreation = fc
  .tuple(almostBody, fc.oneof(fc.array(resource, { maxLength: 3 }), field))
  .map(([body, resources]) => ({ ...body, resources }))
const anyBody = fc.oneof(almostBody, almostCreation, fc.jsonValue(), fc.string(), fc.json())

describe('the inner routes, against anything', () => {
  it(
    'never answer 5xx and never grant without a token',
    async () => {
      const service = await createTestService()
      await service.share()
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...routes), anyBody, async (path, body) => {
          const answer = await service.post(path, body)
          expect(answer.status).toBeLessThan(500)
          expect(answer.text).not.toContain('"granted":true')
          expect(answer.text).not.toContain(STUDY.orthancId)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'never answer 5xx to the making of a token',
    async () => {
      const service = await createTestService()
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...creations), anyBody, async (type, body) => {
          const answer = await service.send('PUT', `/tokens/${type}`, body)
          expect(answer.status).toBeLessThan(500)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'make tokens that end within the policy, whatever end is asked for',
    async () => {
      const service = await createTestService()
      const seconds = fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.maxSafeNat())
      const date = fc.oneof(
        fc.date({ noInvalidDate: true }).map((one) => one.toISOString()),
        fc.string(),
      )
      const asked = fc.record({ 'validity-duration': seconds, 'expiration-date': date }, { requiredKeys: [] })
      const resources = [
        { 'dicom-uid': STUDY.studyInstanceUID, 'orthanc-id': STUDY.orthancId, level: 'study' },
      ]
      await fc.assert(
        fc.asyncProperty(asked, async (end) => {
          const { status } = await service.send('PUT', '/tokens/ohif-viewer-publication', {
            ...end,
            resources,
          })
          const [share, ...others] = service.shares.splice(0)
          expect(others).toEqual([])
          expect(status).toBe(share ? 200 : 400)
          const restMs = share ? share.expiresAtMs - service.now() : 1
          expect(restMs).toBeGreaterThan(0)
          expect(restMs).toBeLessThanOrEqual(POLICY.maxExpirySeconds * 1000)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'never grant a token with one character changed',
    async () => {
      const service = await createTestService()
      const { token } = await service.share()
      // Not the last character: four of its bits are base64url's padding and say nothing.
      const changed = fc
        .tuple(fc.nat(token.length - 2), fc.constantFrom(...'ABCxyz019-_. '))
        .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1))
        .filter((other) => other !== token)
      await fc.assert(
        fc.asyncProperty(changed, async (other) => {
          const validated = await service.post('/tokens/validate', validateBody(other))
          expect(validated).toMatchObject({ status: 200, json: { granted: false } })
          const decoded = await service.post('/tokens/decode', { 'token-value': other })
          expect(decoded).toMatchObject({ status: 200, json: { resources: [] } })
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'grant a good token exactly what the rules say, whatever else stands in the body',
    async () => {
      const service = await createTestService()
      const { token } = await service.share([STUDY, SIBLING])
      const some = (...values: readonly unknown[]) => fc.constantFrom<unknown>(...values)
      const uids = [STUDY.studyInstanceUID, SIBLING.studyInstanceUID, '9.9', '', null, undefined]
      const orthancIds = [STUDY.orthancId, SIBLING.orthancId, 'x', '', null, undefined]
      const body = fc.record({
        'dicom-uid': some(...uids),
        'orthanc-id': some(...orthancIds),
        level: some('study', 'series', 'patient', 'system'),
        method: some('get', 'post', 'put', 'delete'),
        'token-key': some('token', 'Authorization', 'api-key', undefined),
        labels: some(undefined, [], ['external']),
        uri: some(undefined, '/studies'),
      })
      await fc.assert(
        fc.asyncProperty(body, async (changes) => {
          const { json } = await service.post('/tokens/validate', validateBody(token, changes))
          const ids = [
            uids.indexOf(changes['dicom-uid'] as string),
            orthancIds.indexOf(changes['orthanc-id'] as string),
          ]
          const present = ids.filter((index) => index < 3)
          const oneStudy = present.length > 0 && present.every((index) => index < 2 && index === present[0])
          const methodFits =
            changes.method === 'get' ||
            (changes.method === 'post' && changes['token-key'] === 'Authorization')
          expect((json as { granted: boolean }).granted).toBe(
            changes.level === 'study' && methodFits && oneStudy,
          )
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )
})
