/**
 * The whole service as an administrator of the Python service starts it: the same variables, another image, a new
 * SECRET_KEY, DATA_DIR.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from './config/read-config.ts'
import { createTestSmtp, SMTP_LOGIN } from './emails/stand-in-smtp.ts'
import { CLIENT_SECRET, startStandInKeycloak } from './identity/stand-in-keycloak.ts'
import { createSigningKey, signClaims } from './identity/stand-in-provider.ts'
import { createLogger } from './observability/logger.ts'
import { createServices, type Services } from './services.ts'

const OLD_KEY = 'change-me-I-am-a-secret-key'
const STUDY = { studyInstanceUID: '1.2.3', orthancId: '72de3b86-da4b2556-bb33f32f-d1d84f80-fb017059' }
const ISSUER = 'http://localhost/keycloak/realms/orthanc'

let folder: string
const logLines: string[] = []
let running: Services | undefined
const closing: (() => Promise<void>)[] = []
beforeEach(() => {
  logLines.length = 0
  folder = mkdtempSync(join(tmpdir(), 'studylink-drop-in-'))
  mkdirSync(join(folder, 'email-templates'))
})
afterEach(async () => {
  await running?.close()
  await Promise.all(closing.splice(0).map((close) => close()))
  rmSync(folder, { recursive: true })
})

/** The usual compose file's variables, without identity and without e-mail. */
const plainSetup = () => ({
  PUBLIC_ORTHANC_ROOT: 'http://localhost/orthanc/',
  PUBLIC_LANDING_ROOT: 'http://localhost/orthanc/ui/app/token-landing.html',
  PUBLIC_OHIF_ROOT: 'http://localhost/ohif/',
  USERS: '{\n  "share-user": "change-me"\n}\n',
  // What changes.
  SECRET_KEY: 'a new secret key that nobody else knows',
  LEGACY_SECRET_KEYS: OLD_KEY,
  LEGACY_ACCEPT_UNTIL: '2126-01-01',
  DATA_DIR: join(folder, 'data'),
})

/** The usual compose file with Keycloak and e-mail, to the letter. */
const keycloakSetup = () => ({
  ...plainSetup(),
  ENABLE_KEYCLOAK: 'true',
  KEYCLOAK_CLIENT_SECRET: CLIENT_SECRET,
  ENABLE_EMAILS: 'true',
  EMAILS_TEMPLATES_ROOT: join(folder, 'email-templates'),
  EMAILS_SMTP_SERVER_HOSTNAME: 'smtp-mock',
  EMAILS_SMTP_SERVER_USES_TLS: 'false',
  EMAILS_SMTP_SERVER_PORT: '1025',
  EMAILS_SMTP_SERVER_USER_NAME: 'smtp-user',
  EMAILS_SMTP_SERVER_PWD: 'change-me',
  EMAILS_SENDER_ADDRESS: 'My Hospital <info@example.com>',
  EMAILS_REPLY_TO: 'My Hospital <info@example.com>',
})

const start = async (env: Readonly<Record<string, string>>) => {
  const log = createLogger('info', { write: (line) => void logLines.push(line) })
  const services = await createServices(readConfig(env, join(folder, 'no-secrets')), log, '0.0.0')
  running = services
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await services.app.request(path, {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from('share-user:change-me').toString('base64')}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: text ? (JSON.parse(text) as Record<string, unknown>) : undefined }
  }
  return {
    send,
    publish: (type: string) =>
      send('PUT', `/tokens/${type}`, {
        resources: [{ 'dicom-uid': STUDY.studyInstanceUID, 'orthanc-id': STUDY.orthancId, level: 'study' }],
        'server-id': null,
      }),
    validate: async (token: unknown) =>
      (
        await send('POST', '/tokens/validate', {
          level: 'study',
          method: 'get',
          'server-id': null,
          'token-key': 'token',
          'token-value': token,
          'dicom-uid': STUDY.studyInstanceUID,
          'orthanc-id': STUDY.orthancId,
        })
      ).json,
    profile: (body: object) => send('POST', '/user/get-profile', { 'server-id': null, ...body }),
  }
}

/** A token as the Python service made them. */
const legacyToken = (changes: object = {}) =>
  new SignJWT({
    id: null,
    resources: [
      { dicom_uid: STUDY.studyInstanceUID, orthanc_id: STUDY.orthancId, url: null, level: 'study' },
    ],
    type: 'ohif-viewer-publication',
    expiration_date: null,
    validity_duration: null,
    ...changes,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(OLD_KEY))

const nobody = { permissions: [], 'authorized-labels': [] }

describe('in the Python service’s place', () => {
  test('publications get its form of link, and open', async () => {
    const { publish, validate, send } = await start(plainSetup())
    const { json } = await publish('ohif-viewer-publication')
    expect(json).toMatchObject({
      url: `http://localhost/orthanc/ui/app/token-landing.html?token=${json?.['token'] as string}`,
    })
    expect(await validate(json?.['token'])).toEqual({ granted: true, validity: 5 })
    expect((await send('POST', '/tokens/decode', { 'token-value': json?.['token'] })).json).toMatchObject({
      'redirect-url': `http://localhost/ohif/viewer?StudyInstanceUIDs=1.2.3&token=${json?.['token'] as string}`,
    })
  })

  test('links already sent go on', async () => {
    const { validate } = await start(plainSetup())
    expect(await validate(await legacyToken())).toEqual({ granted: true, validity: 5 })
    const ended = await legacyToken({ expiration_date: '2026-01-01T00:00:00+00:00' })
    expect(await validate(ended)).toEqual({ granted: false, validity: 1 })
  })

  test('restarted with a rotated key, our own links go on', async () => {
    const before = await start(plainSetup())
    const { json } = await before.publish('stone-viewer-publication')
    await running?.close()
    const SECRET_KEY = `a newer secret key that nobody knows,${plainSetup().SECRET_KEY}`
    const after = await start({ ...plainSetup(), SECRET_KEY })
    expect(await after.validate(json?.['token'])).toEqual({ granted: true, validity: 5 })
  })

  test('with its data folder lost, none of our links opens', async () => {
    const { json } = await (await start(plainSetup())).publish('stone-viewer-publication')
    await running?.close()
    logLines.length = 0
    rmSync(join(folder, 'data'), { recursive: true })
    expect(await (await start(plainSetup())).validate(json?.['token'])).toMatchObject({ granted: false })
    expect(logLines[0]).toContain('DATA_DIR has no store')
    expect(logLines[0]).toContain('"level":40')
  })

  test('without Keycloak whoever has no link is anonymous, and nobody signs in', async () => {
    const { profile, send } = await start(plainSetup())
    expect(await profile({ 'token-key': '', 'token-value': '' })).toMatchObject({ status: 200, json: nobody })
    expect((await profile({ 'token-key': 'token', 'token-value': 'some-token' })).json).toMatchObject(nobody)
    expect((await send('GET', '/readyz')).status).toBe(200)
    for (const path of ['/settings/roles', '/share/api/config', '/share/s', '/gateway/authorize'])
      expect((await send('GET', path)).status).toBe(404)
    expect((await send('PUT', '/share/orthanc/auth/tokens/ohif-viewer-publication', {})).status).toBe(404)
  })

  test('MedDream’s links carry the token that its own service makes for each opening', async () => {
    const bodies: string[] = []
    const tokenService = createServer((async (incoming, outgoing) => {
      let text = ''
      for await (const chunk of incoming) text += String(chunk)
      bodies.push(text)
      outgoing.end(`meddream-token-${bodies.length}\n`)
    }) as RequestListener)
    await once(tokenService.listen(0, '127.0.0.1'), 'listening')
    closing.push(async () => void tokenService.close())
    const { publish, send } = await start({
      ...plainSetup(),
      MEDDREAM_TOKEN_SERVICE_URL: `http://127.0.0.1:${(tokenService.address() as AddressInfo).port}/v4/generate`,
      PUBLIC_MEDDREAM_ROOT: 'http://localhost/meddream/',
    })
    const { json } = await publish('meddream-viewer-publication')
    const decode = async () =>
      (await send('POST', '/tokens/decode', { 'token-value': json?.['token'] })).json?.['redirect-url']
    const [first, second] = [await decode(), await decode()]
    expect(first).toMatch(/^http:\/\/localhost\/meddream\/.*meddream-token-/)
    expect(second).not.toBe(first)
    expect(bodies[0]).toContain(STUDY.studyInstanceUID)
  })

  test('tokens belong to the server that SERVER_ID names, and others are refused', async () => {
    const { publish, send, validate } = await start({ ...plainSetup(), SERVER_ID: 'server-1' })
    const token = (await publish('stone-viewer-publication')).json?.['token']
    const validateFor = async (serverId: string) =>
      (
        await send('POST', '/tokens/validate', {
          level: 'study',
          method: 'get',
          'server-id': serverId,
          'token-key': 'token',
          'token-value': token,
          'orthanc-id': STUDY.orthancId,
        })
      ).json
    expect(await validateFor('server-1')).toEqual({ granted: true, validity: 5 })
    expect(await validateFor('server-2')).toMatchObject({ granted: false })
    expect(await validate(token)).toMatchObject({ granted: false })
    await running?.close()
    expect(await (await start(plainSetup())).validate(token)).toMatchObject({ granted: false })
  })

  test('e-mails go by the usual variables, in the templates of their folder', async () => {
    const smtp = await createTestSmtp({ hideSTARTTLS: true, allowInsecureAuth: true })
    closing.push(smtp.close)
    writeFileSync(join(folder, 'email-templates', 'layout.html'), '<h1>Hospital</h1>{email-content}')
    const { send } = await start({
      ...keycloakSetup(),
      ENABLE_KEYCLOAK: 'false',
      EMAILS_SMTP_SERVER_HOSTNAME: 'localhost',
      EMAILS_SMTP_SERVER_PORT: String(smtp.port),
      EMAILS_SMTP_SERVER_USER_NAME: SMTP_LOGIN.user,
      EMAILS_SMTP_SERVER_PWD: SMTP_LOGIN.password,
      EMAILS_REPLY_TO: 'Radiology <radiology@example.com>',
    })
    const sent = await send('POST', '/emails/send', {
      'destination-email': 'doctor@example.org',
      'email-title': 'A study for you',
      'email-content': '<p>Look</p>',
      'layout-template': 'layout',
    })
    expect(sent).toMatchObject({ status: 200, json: { success: true } })
    expect(smtp.received).toMatchObject([
      { from: 'info@example.com', recipients: ['doctor@example.org'], encrypted: false },
    ])
    expect(smtp.received[0]?.text).toMatch(/^Reply-To: Radiology <radiology@example\.com>/m)
    expect(smtp.received[0]?.text).toContain('<h1>Hospital</h1>')
  })

  test('an anonymous profile of the hospital’s own is for those without a token, never for guests', async () => {
    const path = join(folder, 'anonymous.json')
    writeFileSync(
      path,
      '{ // all\n "name": "Anybody", "permissions": ["view"], "authorized-labels": ["public"], "validity": 0 }',
    )
    const { profile, publish } = await start({ ...plainSetup(), ANONYMOUS_PROFILE_FILE_PATH: path })
    expect((await profile({})).json).toEqual({
      name: 'Anybody',
      permissions: ['view'],
      'authorized-labels': ['public'],
      'user-id': null,
      groups: [],
      validity: 60,
    })
    const { json } = await publish('stone-viewer-publication')
    for (const token of [json?.['token'], await legacyToken()])
      expect((await profile({ 'token-key': 'token', 'token-value': token })).json).toMatchObject(nobody)
  })
})

describe('with Keycloak, as the Python service had it', () => {
  const user = {
    id: 'u-1',
    username: 'ada',
    attributes: { 'api-key': ['ada-s-key'] },
    roles: ['doctor-role'],
  }
  const startWithKeycloak = async (env: object = {}) => {
    const key = await createSigningKey('key-1', 'RS256')
    const keycloak = await startStandInKeycloak({
      issuer: ISSUER,
      keys: [key],
      users: [user],
      roles: [
        { name: 'doctor-role' },
        { name: 'new-role' },
        { name: 'offline_access' },
        { name: 'default-roles-orthanc', composite: true },
      ],
    })
    closing.push(keycloak.close)
    const service = await start({
      ...keycloakSetup(),
      KEYCLOAK_URI: `${keycloak.realmUri}/`,
      KEYCLOAK_ADMIN_URI: `${keycloak.adminUri}/`,
      ...env,
    })
    const nowSeconds = Math.floor(Date.now() / 1000)
    const accessToken = (changes: object = {}) =>
      signClaims(key, {
        iss: ISSUER,
        sub: 'u-1',
        aud: 'account',
        azp: 'orthanc',
        typ: 'Bearer',
        name: 'Ada Example',
        iat: nowSeconds,
        exp: nowSeconds + 300,
        realm_access: { roles: ['doctor-role'] },
        ...changes,
      })
    return { ...service, keycloak, accessToken }
  }

  test('a clinician’s profile follows from the token, whose issuer is not where Keycloak is fetched', async () => {
    const { profile, accessToken } = await startWithKeycloak()
    const described = await profile({ 'token-key': 'token', 'token-value': await accessToken() })
    expect(described).toMatchObject({
      status: 200,
      json: { name: 'Ada Example', 'user-id': 'u-1', 'authorized-labels': ['*'] },
    })
    expect(described.json?.['permissions']).toContain('share')
    const foreign = await accessToken({ iss: 'http://elsewhere/realms/orthanc' })
    expect((await profile({ 'token-key': 'token', 'token-value': foreign })).json).toMatchObject(nobody)
  })

  test('guests’ links open while Keycloak is down, and nothing is said about clinicians', async () => {
    const { publish, validate, profile, accessToken, keycloak } = await startWithKeycloak()
    keycloak.behave('down')
    const token = (await publish('stone-viewer-publication')).json?.['token']
    expect(await validate(token)).toEqual({ granted: true, validity: 5 })
    for (const guest of [token, await legacyToken()])
      expect((await profile({ 'token-key': 'token', 'token-value': guest })).json).toMatchObject(nobody)
    expect((await profile({ 'token-key': 'token', 'token-value': await accessToken() })).status).toBe(503)
  })

  test('a user id tells a name and no rights; an unknown one is no profile', async () => {
    const { profile } = await startWithKeycloak()
    expect((await profile({ 'user-id': 'u-1' })).json).toMatchObject({
      name: 'ada',
      'user-id': 'u-1',
      ...nobody,
    })
    expect(await profile({ 'user-id': 'u-2' })).toEqual({ status: 200, json: null })
  })

  test('an api-key is its user where ENABLE_KEYCLOAK_API_KEYS is true, and nothing where it is not', async () => {
    const withKeys = await startWithKeycloak({ ENABLE_KEYCLOAK_API_KEYS: 'true' })
    const asked = { 'token-key': 'api-key', 'token-value': 'ada-s-key' }
    expect((await withKeys.profile(asked)).json).toMatchObject({ name: 'ada', 'authorized-labels': ['*'] })
    expect((await withKeys.profile({ ...asked, 'token-value': 'ADA-S-KEY' })).json).toMatchObject(nobody)
    withKeys.keycloak.behave('down')
    expect((await withKeys.profile({ ...asked, 'token-value': 'another' })).status).toBe(503)
    await running?.close()
    expect((await (await startWithKeycloak()).profile(asked)).json).toMatchObject(nobody)
  })

  test('the permissions page shows the realm’s roles, new ones without rights, and saves them', async () => {
    const { send, keycloak } = await startWithKeycloak()
    const { json } = await send('GET', '/settings/roles')
    expect(json).toMatchObject({
      roles: { 'doctor-role': { 'authorized-labels': ['*'] }, 'new-role': nobody },
    })
    expect(Object.keys(json?.['roles'] as object).toSorted()).toEqual(['doctor-role', 'new-role'])
    const roles = { 'new-role': { permissions: ['view'], 'authorized-labels': ['x'] } }
    expect(await send('PUT', '/settings/roles', { roles, 'server-id': null })).toEqual({
      status: 200,
      json: null,
    })
    expect((await send('GET', '/settings/roles')).json).toMatchObject({ roles })
    expect(readFileSync(join(folder, 'data', 'permissions.json'), 'utf8')).toContain('admin-role')
    keycloak.behave('down')
    const withoutKeycloak = (await send('GET', '/settings/roles')).json?.['roles'] as object
    expect(Object.keys(withoutKeycloak)).toContain('admin-role')
  })
})

describe('with PUBLIC_SHARE_ROOT too', () => {
  const open = async (type: string, changes: object = {}) => {
    const { publish, send } = await start({
      ...plainSetup(),
      PUBLIC_SHARE_ROOT: 'http://localhost/share/',
      ...changes,
    })
    const url = (await publish(type)).json?.['url'] as string
    const code = /^http:\/\/localhost\/share\/s#(.{35})$/.exec(url)?.[1]
    const opened = await send('POST', '/share/api/guest/open', { code, openId: 'an-opening-of-tests' })
    return opened.json?.['viewerUrl']
  }

  test.each([
    ['ohif-viewer-publication', /^http:\/\/localhost\/ohif\/viewer\?StudyInstanceUIDs=1\.2\.3#token=slv_/],
    [
      'stone-viewer-publication',
      /^http:\/\/localhost\/orthanc\/stone-webviewer\/index\.html\?study=1\.2\.3&selectedStudies=1\.2\.3&token=slv_/,
    ],
    [
      'osimis-viewer-publication',
      /^http:\/\/localhost\/orthanc\/osimis-viewer\/app\/index\.html\?.*&token=slv_/,
    ],
    ['volview-viewer-publication', /^http:\/\/localhost\/orthanc\/volview\/index\.html\?.*&token=sld_/],
  ])('%s is our short link, and the guest’s click leads into its viewer', async (type, viewerUrl) => {
    expect(await open(type)).toMatch(viewerUrl)
  })

  test('OHIF with dicom-json is opened by Orthanc IDs', async () => {
    expect(await open('ohif-viewer-publication', { OHIF_DATA_SOURCE: 'dicom-json' })).toMatch(
      /^http:\/\/localhost\/ohif\/viewer\?url=\.\.\/studies\/72de3b86-.*\/ohif-dicom-json&token=slv_/,
    )
  })

  test('the guest page has no sign-in to tell of, and clinicians make no shares without one', async () => {
    const { send } = await start({ ...plainSetup(), PUBLIC_SHARE_ROOT: 'http://localhost/share/' })
    expect((await send('GET', '/share/api/config')).json).toMatchObject({
      oidc: null,
      viewers: [{ key: 'ohif' }],
    })
    expect((await send('POST', '/share/api/shares', {})).status).toBe(404)
  })
})
