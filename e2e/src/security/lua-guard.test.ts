import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProject } from '../project.ts'
import { basicAuthorization } from '../stack/part.ts'
import { startTokenIssuer } from '../testing/token-issuer.ts'
import { post, type Attempt } from './attempts.ts'
import { rawRequest, type RawRequest } from './raw-request.ts'
import { downloads, views } from './reads.ts'
import { createStand, startStockOrthanc, storeSamples, type Stand } from '../testing/stand.ts'
import { disguisedWrites } from './tricks.ts'
import { forbidden } from './writes.ts'

const LUA_GUARD = inProject('deploy', 'orthanc', 'studylink-guard.lua')
const VIEW = 'slv_kid.AAAA'
const DOWNLOAD = 'sld_kid.AAAA'

/**
 * Orthanc with nothing before it but the script, and no plugin that would refuse what the script lets pass: so only
 * what the script itself refuses is refused here.
 */
describe('the Lua guard inside Orthanc', { timeout: 60_000 }, () => {
  let stand: Stand
  let orthanc: Awaited<ReturnType<typeof startStockOrthanc>>
  let samples: Awaited<ReturnType<typeof storeSamples>>
  let legacy: string
  let doctor: string

  beforeAll(async () => {
    stand = await createStand()
    const stock = await startStockOrthanc(stand)
    samples = await storeSamples(stock)
    await stock.stop()
    orthanc = await startStockOrthanc(stand, {
      configurationFolder: inProject('deploy', 'orthanc-plugin'),
      settings: { LuaScripts: [LUA_GUARD] },
    })
    const issuer = stand.keep(await startTokenIssuer())
    doctor = await issuer.accessToken('doctor-role')
    legacy = await new SignJWT({ id: 'x' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode('an old key of the Python service'))
  }, 120_000)
  afterAll(() => stand.stop())

  const send = (request: RawRequest, ...headers: readonly (readonly [string, string])[]) =>
    rawRequest(orthanc.url, { ...request, headers: [...(request.headers ?? []), ...headers] })
  const bearer = (token: string) => ['Authorization', `Bearer ${token}`] as const
  const expectAll = async (
    attempts: readonly Attempt[],
    status: number,
    ...headers: readonly (readonly [string, string])[]
  ) => {
    for (const { title, request } of attempts)
      expect({ title, status: (await send(request, ...headers)).status }).toEqual({ title, status })
  }
  const change: RawRequest = {
    method: 'POST',
    target: '/tools/lookup',
    body: '1.2.3',
  }
  const statusOfChange = async (...headers: readonly (readonly [string, string])[]) =>
    (await send(change, ...headers)).status

  it('shows guests the study', async () => {
    for (const token of [VIEW, DOWNLOAD, legacy]) await expectAll(views(samples.own), 200, bearer(token))
  })
  it('gives files to all but those who may look only', async () => {
    await expectAll(downloads(samples.own), 200, bearer(DOWNLOAD))
    await expectAll(downloads(samples.own), 403, bearer(VIEW))
    await expectAll(downloads(samples.own), 403, ['token', VIEW])
  })
  it('lets no guest, and nobody without a token, change anything or reach the patient', async () => {
    const attempts = forbidden(samples.own, samples.sibling, samples.file)
    for (const token of [VIEW, DOWNLOAD, legacy, 'opaque']) await expectAll(attempts, 403, bearer(token))
    await expectAll(attempts, 403)
  })
  it('finds the token in any header, whatever else comes along', async () => {
    for (const headers of [
      [['token', VIEW]],
      [['X-Forwarded-Something', `x ${DOWNLOAD}`]],
      [['Cookie', `token=${VIEW}`], bearer(doctor)], // prettier-ignore
      [bearer(doctor), ['token', VIEW]], // prettier-ignore
      [['api-key', VIEW], bearer(doctor)], // prettier-ignore
      [bearer(doctor), ['token', legacy]], // prettier-ignore
      [['Authorization', `Bearer ${doctor}, Bearer ${VIEW}`]],
    ] as (readonly [string, string])[][])
      expect({
        headers: headers.map(([name]) => name),
        status: await statusOfChange(...headers),
      }).toMatchObject({
        status: 403,
      })
  })
  it('takes nobody for a clinician by an algorithm that guests can use', async () => {
    const jwt = (header: string) => `${Buffer.from(header).toString('base64url')}.e30.AAAA`
    for (const header of [
      '{"alg":"none"}',
      '{"alg":"HS256"}',
      '{"alg":"HS256","alg":"RS256"}',
      '{"typ":"JWT"}',
      'RS256',
    ])
      expect({ header, status: await statusOfChange(bearer(jwt(header))) }).toEqual({ header, status: 403 })
    for (const alg of ['RS256', 'PS384', 'ES512', 'ES256K', 'EdDSA'])
      expect({ alg, status: await statusOfChange(bearer(jwt(`{"typ":"JWT","alg":"${alg}"}`))) }).toEqual({
        alg,
        status: 200,
      })
  })
  it('believes no name and password that Orthanc does not check', async () => {
    expect(await statusOfChange(['Authorization', basicAuthorization(orthanc.credentials)])).toBe(403)
  })
  it('lets no made-up header have an archive of other studies, since the arguments may carry a guest’s token', async () => {
    const { study, patient } = samples.own
    const forged = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.e30.AAAA`
    for (const header of [bearer(forged), ['token', forged], ['api-key', 'made up'], bearer(doctor)] as const)
      for (const target of [
        `/tools/create-archive?resources=${study},${patient}&token=${VIEW}`,
        `/tools/create-media?resources=${study},${patient}&token=${VIEW}`,
        `/tools/create-media-extended?resources=${study},${patient}&token=${VIEW}`,
        `/tools/%63reate-archive?resources=${study},${patient}&token=${VIEW}`,
        `/tools/create-archive/?resources=${study},${patient}&token=${VIEW}`,
      ])
        expect({ header, target, status: (await send({ target }, header)).status }).toEqual({
          header,
          target,
          status: 403,
        })
  })
  it('lets clinicians work', async () => {
    await expectAll(views(samples.own), 200, bearer(doctor))
    await expectAll(downloads(samples.own), 200, bearer(doctor))
    expect((await send({ target: `/studies/${samples.own.study}/patient` }, bearer(doctor))).status).toBe(200)
    const archive = post('/tools/create-archive', { Resources: [samples.own.study], Synchronous: true })
    expect((await send(archive, bearer(doctor))).status).toBe(200)
    expect(await statusOfChange(['token', doctor])).toBe(200)
    expect(await statusOfChange(['api-key', 'a-key-of-a-program'])).toBe(200)
  })
  it('is not led astray by another way to write a path', async () => {
    const { study, patient } = samples.own
    for (const { title, request } of disguisedWrites(samples.own))
      for (const headers of [[bearer(DOWNLOAD)], []]) {
        const { status, body } = await send(request, ...headers)
        expect({ title, status }).toSatisfy(({ status: got }: { status: number }) =>
          [0, 400, 403, 404, 405].includes(got),
        )
        expect(body).not.toContain(patient)
      }
    const override = ['X-HTTP-Method-Override', 'DELETE'] as const
    for (const method of ['POST', 'GET'])
      expect((await send({ method, target: `/studies/${study}` }, override, bearer(VIEW))).status).toBe(403)
    expect((await send({ target: `/studies/${study}` }, bearer(VIEW))).status).toBe(200)
  })
})
