/**
 * Replays a real plugin's recorded traffic, line by line, against a real server. A clone without the recording says
 * so and goes on with the project's own cases, unless `REQUIRE=all`.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmailRoutes, createEmailTemplates, createMailer } from '../emails/index.ts'
import { createTestSmtp, SMTP_LOGIN } from '../emails/stand-in-smtp.ts'
import { createInnerAuth } from '../http/inner-auth.ts'
import { createPermissionsFile } from '../identity/permissions-file.ts'
import {
  type Answer,
  type Body,
  type Exchange,
  readRecording,
  recordingIsThere,
  send,
} from './recorded-traffic.ts'
import { createSaveRoles } from './save-roles.ts'
import { createSettingsRoutes } from './settings-routes.ts'
import { createTestService } from './test-service.ts'

const users = { 'share-user': 'change-me' }
const clinicians = {
  viewer: { name: 'Viewer', sub: 'u-viewer', permissions: new Set(['view', 'download', 'share']) },
  admin: { name: 'Admin', sub: 'u-admin', permissions: new Set(['all', 'admin-permissions']) },
  labeled: { name: 'Labeled', sub: 'u-lab', authorizedLabels: ['lab1'] },
  nolabel: { name: 'NoLabel', sub: 'u-nolab', authorizedLabels: [] },
}

let stop = async () => {}
afterEach(() => stop())

/** What the recording's service had as its template. */
const TEMPLATE = '<p>Hello {ShareUrl}</p>'

/** E-mails as the recording's administrator set them up, to a mail server of the test's own. */
const startEmails = async (folder: string) => {
  for (const name of ['share-study-content', 'share-study-layout'])
    writeFileSync(join(folder, `${name}.html`), TEMPLATE)
  const smtp = await createTestSmtp()
  const routes = createEmailRoutes({
    innerAuth: createInnerAuth(users),
    templates: createEmailTemplates(folder),
    mailer: createMailer({
      hostname: 'localhost',
      port: smtp.port,
      usesTls: true,
      timeoutMs: 5_000,
      login: SMTP_LOGIN,
      sender: 'info@example.com',
      replyTo: 'info@example.com',
      ca: smtp.ca,
    }),
    allowedDomains: [],
    hourlyLimit: 100,
  })
  return { routes, close: smtp.close }
}

/** A server of ours as the session's plugin would meet it. */
const startServer = async (session: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'studylink-traffic-'))
  const path = join(folder, 'permissions.json')
  writeFileSync(path, '{"roles":{"admin-role":{"permissions":["all"],"authorized-labels":["*"]}}}')
  const service = await createTestService({
    users,
    clinicians,
    ...(session === 'serverid' ? { serverId: 'srv-1' } : {}),
  })
  const log = { info: () => undefined, error: () => undefined }
  const settings = createSettingsRoutes({
    innerAuth: createInnerAuth(users),
    permissions: createPermissionsFile({ path, clock: service.now, log }),
    saveRoles: createSaveRoles(path),
  })
  const emails = await startEmails(folder)
  const app = new Hono().route('/', service.app).route('/', settings).route('/', emails.routes)
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  if (!server.listening) await once(server, 'listening')
  stop = async () => {
    server.close()
    await emails.close()
    rmSync(folder, { recursive: true })
  }
  return (server.address() as AddressInfo).port
}

/** The recording's tokens by ours: `tok-1` is whatever we made when the recording's service made `tok-1`. */
const createTranslation = () => {
  const ours = new Map<string, string>()
  const translate = (text: string) => text.replaceAll(/\btok-\d+\b/g, (token) => ours.get(token) ?? token)
  return { learn: (theirs: string, our: string) => ours.set(theirs, our), translate }
}

const isInteger = (text: string, field: string) => new RegExp(`"${field}":\\d{1,10}[,}]`).test(text)

/** What each answer must be: the plugin's shape, and the recording's meaning where our rules are not stricter. */
const checks: Readonly<Record<string, (asked: Body, answer: Answer, recorded: Body) => void>> = {
  '/tokens/validate': (asked, answer, recorded) => {
    const mayMethod =
      asked['method'] === 'get' || (asked['method'] === 'post' && asked['token-key'] === 'Authorization')
    expect(answer.status).toBe(200)
    expect(isInteger(answer.text, 'validity')).toBe(true)
    expect(answer.json?.['granted']).toBe(recorded['granted'] === true && mayMethod)
  },
  '/user/get-profile': (asked, answer, recorded) => {
    expect(answer.status).toBe(200)
    expect(isInteger(answer.text, 'validity')).toBe(true)
    expect(answer.json?.['validity']).toBeGreaterThan(0)
    expect(answer.json).toMatchObject({
      name: recorded['name'],
      'user-id': recorded['user-id'],
      'authorized-labels': recorded['authorized-labels'],
      groups: [],
    })
    if (asked['token-value'] !== 'labeled' && asked['token-value'] !== 'nolabel')
      expect(answer.json?.['permissions']).toEqual(recorded['permissions'])
  },
  '/tokens/decode': (_asked, answer, recorded) => {
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      'token-type': recorded['token-type'],
      'error-code': recorded['error-code'],
      'redirect-url': recorded['redirect-url'] ? expect.stringMatching(/^https:\/\/.*token=slv_/) : null,
      resources: recorded['resources'],
    })
  },
}

const checkCreated = (asked: Body, answer: Answer) => {
  const resources = asked['resources'] as readonly Body[]
  const canOpen = resources.every((one) => one['dicom-uid'] && one['orthanc-id'])
  expect(answer.status).toBe(canOpen ? 200 : 400)
  if (!canOpen) return
  expect(Object.keys(answer.json ?? {}).toSorted()).toEqual(['request', 'token', 'url'])
  const isInstant = String(asked['type']).endsWith('-instant-link')
  expect(answer.json).toMatchObject({
    token: expect.stringMatching(asked['type'] === 'download-instant-link' ? /^sld_/ : /^slv_/) as string,
    url: isInstant ? null : (expect.stringMatching(/^https:/) as string),
    request: { type: asked['type'], resources },
  })
}

const checkRoles = (method: string, answer: Answer) => {
  expect(answer.status).toBe(200)
  if (method === 'PUT') expect(answer.text).toBe('null')
  else expect(answer.json).toMatchObject({ roles: { 'admin-role': { permissions: ['all'] } } })
}

const checkEmail = (path: string, answer: Answer, recorded: unknown) => {
  expect(answer.status).toBe(200)
  if (path === '/emails/send') expect(answer.json).toEqual(recorded)
  else expect(answer.text).toBe(recorded)
}

const check = (session: string, { request, recorded }: Exchange, asked: Body, answer: Answer) => {
  // One session was recorded without HTTP Basic: nothing is told to anybody who has no credentials.
  if (session === 'nocred') return expect(answer).toMatchObject({ status: 401, text: '' })
  if (request.path.startsWith('/emails/')) return checkEmail(request.path, answer, recorded)
  if (request.path === '/settings/roles') return checkRoles(request.method, answer)
  if (request.method === 'PUT') return checkCreated(asked, answer)
  const checkAnswer = checks[request.path]
  if (!checkAnswer) throw new Error('nobody checks this route')
  return checkAnswer(asked, answer, recorded)
}

/** @returns how many lines were answered as they should be */
const replay = async (session: string, exchanges: readonly Exchange[]) => {
  const port = await startServer(session)
  const { learn, translate } = createTranslation()
  let good = 0
  for (const exchange of exchanges) {
    const { number, request, recorded } = exchange
    const sent = { ...request, body: translate(request.body), rawHeaders: request.rawHeaders.map(translate) }
    const answer = await send(port, sent)
    try {
      check(session, exchange, (sent.body ? JSON.parse(sent.body) : {}) as Body, answer)
      good += 1
    } catch (error) {
      throw new Error(`line ${number} of the recording: ${request.method} ${request.path}`, { cause: error })
    }
    if (typeof recorded['token'] === 'string' && typeof answer.json?.['token'] === 'string')
      learn(recorded['token'], answer.json['token'])
  }
  return good
}

const sessions = recordingIsThere ? [...readRecording()] : []

describe('the plugin’s recorded traffic', () => {
  it.each(sessions)(
    'is answered as the plugin expects: session «%s»',
    { timeout: 30_000 },
    async (session, exchanges) => {
      expect(await replay(session, exchanges)).toBe(exchanges.length)
    },
  )

  it.skipIf(recordingIsThere)('is not there (PLUGIN_TRAFFIC): only the project’s own cases are tried', () => {
    expect(process.env['REQUIRE']).not.toBe('all')
  })
})
