import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from './testing/create-test-app.ts'

/** Each property; `FUZZ_RUNS` asks for more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1_000)
const TIMEOUT_MS = 30 * RUNS

const STUDY_UID = '1.2.3.4'
const routes = ['/share/api/shares', '/share/api/guest/preview', '/share/api/guest/open'] as const

const field = fc.oneof(
  fc.constantFrom<unknown>(
    STUDY_UID,
    'A'.repeat(35),
    'ohif',
    '',
    0,
    -1,
    1e308,
    null,
    true,
    '2026-01-16T12:00:00Z',
  ),
  fc.string(),
  fc.jsonValue(),
)
const study = fc.record({ studyInstanceUID: field, orthancId: field }, { requiredKeys: [] })
const names = [
  'studies',
  'expiresInSeconds',
  'expiresAt',
  'viewer',
  'pin',
  'maxOpens',
  'allowDownload',
  'recipient',
  'note',
  'code',
  'openId',
  '__proto__',
]
/** Bodies that almost are the front ends': their fields with good, odd and wrong values, some missing. */
const almostBody = fc
  .tuple(fc.dictionary(fc.constantFrom(...names), field), fc.oneof(fc.array(study, { maxLength: 3 }), field))
  .map(([body, studies]) => ({ ...body, studies }))
const anyBody = fc.oneof(
  almostBody.map((body) => JSON.stringify(body)),
  fc.jsonValue().map((body) => JSON.stringify(body)),
  fc.string(),
)

describe('hostile bodies and codes from outside', () => {
  let t: TestApp
  beforeEach(async () => {
    t = await createTestApp({
      guestLimits: { perAddress: 1e9, perShare: 1e9, wrongPerAddress: 1e9, wrongPerShare: 1e9 },
    })
    t.studies.add(STUDY_UID)
  })
  afterEach(() => t.close())

  test(
    'never answer 5xx, and open nothing without a code of ours',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...routes),
          anyBody,
          fc.constantFrom('doctor', undefined),
          async (path, body, token) => {
            const answer = await t.send('POST', path, body, token)
            const accepted = path === '/share/api/shares' && token !== undefined ? [201] : []
            expect([400, 401, 404, 409, 410, 413, 422, ...accepted]).toContain(answer.status)
            expect(await answer.text()).not.toContain('slv_')
          },
        ),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test(
    'never answer 5xx to an owner, whatever body or query comes, and tell no PIN',
    async () => {
      const { share } = await t.share({ pin: '735196408275' })
      const own = `/share/api/shares/${share.shareId}`
      const call = fc.oneof(
        fc.tuple(
          fc.constantFrom(`PATCH ${own}`, 'POST /share/api/shares/revoke', 'POST /share/api/studies/lookup'),
          anyBody,
        ),
        fc
          .tuple(
            fc.constantFrom('/share/api/shares', `${own}/events`),
            fc.dictionary(
              fc.constantFrom(
                'status',
                'studyInstanceUID',
                'search',
                'ownerUserId',
                'scope',
                'cursor',
                'limit',
                'format',
              ),
              fc.oneof(fc.string(), fc.constantFrom('all', 'mine', 'csv', 'active', '1', "%_'", 'MCA')),
            ),
          )
          .map(([path, query]): [string, undefined] => [
            `GET ${path}?${new URLSearchParams(query)}`,
            undefined,
          ]),
      )
      await fc.assert(
        fc.asyncProperty(
          call,
          fc.constantFrom('doctor', 'colleague', undefined),
          async ([target, body], token) => {
            const [method = '', path = ''] = target.split(/ (.*)/s)
            const answer = await t.send(method, path, body, token)
            expect([200, 400, 401, 403, 404, 409, 410, 413, 422]).toContain(answer.status)
            expect(await answer.text()).not.toMatch(/735196408275|scrypt/)
          },
        ),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test(
    'never open a link whose code has one character changed',
    async () => {
      const { code } = await t.share()
      // Not the last character: some of its bits are base64url's padding, tested where codes are made.
      const changed = fc
        .tuple(fc.nat(code.length - 2), fc.constantFrom(...'ABCxyz019-_. /'))
        .map(([at, character]) => code.slice(0, at) + character + code.slice(at + 1))
        .filter((other) => other !== code)
      await fc.assert(
        fc.asyncProperty(changed, async (other) => {
          const opened = await t.guest('open', { code: other, openId: 'an-open-id-of-this-test' })
          expect([400, 404]).toContain(opened.status)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test(
    'never let a foreign bearer in',
    async () => {
      const { code, share } = await t.share()
      const resourceToken = (
        await t.resourceTokens.forShare({
          shareId: share.shareId,
          generation: 1,
          download: true,
          endsAtMs: t.clock() + 60_000,
        })
      ).token
      const bearer = fc.oneof(
        fc.constantFrom(code, resourceToken, share.shareId, 'doctor ', 'null', 'undefined'),
        fc.stringMatching(/^[!-~]{1,80}$/),
      )
      const call = fc.constantFrom(
        ['GET', '/share/api/me'],
        ['POST', '/share/api/shares'],
        ['GET', `/share/api/shares/${share.shareId}`],
        ['DELETE', `/share/api/shares/${share.shareId}`],
        ['GET', '/share/api/shares'],
        ['GET', `/share/api/shares/${share.shareId}/link`],
        ['GET', `/share/api/shares/${share.shareId}/events`],
        ['POST', `/share/api/shares/${share.shareId}/unlock`],
        ['POST', '/share/api/studies/lookup'],
      )
      await fc.assert(
        fc.asyncProperty(call, bearer, async ([method = '', path = ''], token) => {
          fc.pre(!['doctor', 'foreign', 'down'].includes(token.trim()))
          const body = method === 'POST' ? { studies: [{ studyInstanceUID: STUDY_UID }] } : undefined
          expect((await t.send(method, path, body, token)).status).toBe(401)
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )
})
