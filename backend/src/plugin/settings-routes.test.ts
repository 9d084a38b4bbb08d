import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInnerAuth } from '../http/inner-auth.ts'
import { parsePermissions } from '../identity/permissions-file.ts'
import { createSaveRoles } from './save-roles.ts'
import { createSettingsRoutes } from './settings-routes.ts'
import { basic } from './test-service.ts'

const FILE = `// who may do what
{
  "roles": {
    // the hospital's own
    "admin-role": { "permissions": ["all"], "authorized-labels": ["*"] },
    "not-in-keycloak": { "permissions": ["view"], "authorized-labels": [] }, // kept
  },
  "site": "north"
}
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studylink-roles-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const setUp = () => {
  const path = join(folder, 'permissions.jsonc')
  writeFileSync(path, FILE)
  const read = () => readFileSync(path, 'utf8')
  const app = new Hono().route(
    '/',
    createSettingsRoutes({
      innerAuth: createInnerAuth({ orthanc: 'inner password' }),
      permissions: { document: () => parsePermissions(read(), path) },
      saveRoles: createSaveRoles(path),
    }),
  )
  const call = async (method: string, body?: unknown, authorization = basic('orthanc', 'inner password')) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await app.request('/settings/roles', init)
    const text = await response.text()
    return { status: response.status, text, json: text ? (JSON.parse(text) as unknown) : undefined }
  }
  return { path, read, call }
}

const labels = (...names: readonly string[]) => ({ permissions: ['view'], 'authorized-labels': names })

describe('/settings/roles', () => {
  it('tells the roles and the available labels, and nothing else of the file', async () => {
    expect(await setUp().call('GET')).toMatchObject({
      status: 200,
      json: {
        roles: {
          'admin-role': { permissions: ['all'], 'authorized-labels': ['*'] },
          'not-in-keycloak': { permissions: ['view'], 'authorized-labels': [] },
        },
        'available-labels': [],
      },
    })
  })

  it('saves what differs and keeps comments, other roles and other keys', async () => {
    const { call, read } = setUp()
    const roles = { 'doctor-role': labels('external') }
    const saved = await call('PUT', { roles, 'available-labels': ['external'], 'server-id': null })
    expect(saved).toMatchObject({ status: 200, text: 'null' })
    for (const kept of ['// who may do what', "// the hospital's own", '// kept', '"site": "north"'])
      expect(read()).toContain(kept)
    expect((await call('GET')).json).toEqual({
      roles: {
        'admin-role': { permissions: ['all'], 'authorized-labels': ['*'] },
        'not-in-keycloak': labels(),
        'doctor-role': labels('external'),
      },
      'available-labels': ['external'],
    })
  })

  it('leaves the file as it is when nothing differs, byte for byte', async () => {
    const { call, read } = setUp()
    await call('PUT', (await call('GET')).json)
    expect(read()).toBe(FILE)
  })

  it('does not tear the file when edits come at once', async () => {
    const { call, path } = setUp()
    const names = Array.from({ length: 20 }, (_, index) => `role-${index}`)
    await Promise.all(names.map((name) => call('PUT', { roles: { [name]: labels(name) } })))
    const { roles } = (await call('GET')).json as { roles: Record<string, unknown> }
    for (const name of names) expect(roles[name]).toEqual(labels(name))
    expect(readdirSync(folder)).toEqual([path.split('/').at(-1)])
  })

  it.each([
    ['roles', {}],
    ['roles', { roles: [] }],
    ['roles.x.permissions', { roles: { x: { permissions: 'all', 'authorized-labels': [] } } }],
    ['available-labels', { roles: {}, 'available-labels': 'x' }],
  ])('answers 400 naming %s and changes nothing', async (field, body) => {
    const { call, read } = setUp()
    expect(await call('PUT', body)).toMatchObject({ status: 400, json: { code: 'invalid-request', field } })
    expect(read()).toBe(FILE)
  })

  it('answers 503 when the file is gone', async () => {
    const { call, path } = setUp()
    rmSync(path)
    expect((await call('PUT', { roles: { x: labels() } })).status).toBe(503)
  })

  // Root may write everywhere: nothing to see then.
  it.skipIf(process.getuid?.() === 0)('writes in place where the folder cannot be written', async () => {
    const { call, read } = setUp()
    chmodSync(folder, 0o500)
    expect((await call('PUT', { roles: { x: labels() } })).status).toBe(200)
    chmodSync(folder, 0o700)
    expect(read()).toContain('"x"')
  })

  it.each(['GET', 'PUT'])('%s answers 401 without credentials of USERS', async (method) => {
    const body = method === 'PUT' ? { roles: {} } : undefined
    expect((await setUp().call(method, body, 'Bearer doctor')).status).toBe(401)
  })
})
