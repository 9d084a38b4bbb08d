/**
 * Tokens as the Python service's own library makes them. Needs python3 with PyJWT; a machine without says so and goes
 * on, unless `REQUIRE=all`: then PyJWT is installed into a folder of the test's own.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestService, SIBLING, STUDY, validateBody } from './test-service.ts'

const SECRET = 'change-me-I-am-a-secret-key'
const TIMEOUT_MS = 120_000

const hasPyJwt = (python: string) =>
  spawnSync(python, ['-c', 'import jwt'], { stdio: 'ignore', timeout: 20_000 }).status === 0

let folder: string | undefined
afterAll(() => folder && rmSync(folder, { recursive: true }))

const findPython = (): string | undefined => {
  if (hasPyJwt('python3')) return 'python3'
  if (process.env['REQUIRE'] !== 'all') return undefined
  folder = mkdtempSync(join(tmpdir(), 'studylink-pyjwt-'))
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' })
  const python = join(folder, 'bin', 'python')
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', 'PyJWT'], { stdio: 'ignore', timeout: TIMEOUT_MS })
  return python
}
const python = findPython()

/** Signs with the library's defaults; the payload is what the Python service dumps, in its order. */
const SIGN = `
import json, sys, jwt
given = json.load(sys.stdin)
print(jwt.encode(given["payload"], given["secret"], algorithm="HS256"))
`

const sign = (changes: Readonly<Record<string, unknown>> = {}): string => {
  const payload = {
    id: 'a publication',
    resources: [
      { dicom_uid: STUDY.studyInstanceUID, orthanc_id: STUDY.orthancId, url: null, level: 'study' },
    ],
    type: 'stone-viewer-publication',
    expiration_date: '2026-02-01T00:00:00.123456+00:00',
    validity_duration: null,
    ...changes,
  }
  const input = JSON.stringify({ payload, secret: SECRET })
  return execFileSync(python ?? '', ['-c', SIGN], { input, encoding: 'utf8', stdio: 'pipe' }).trim()
}

describe.skipIf(python === undefined)('a token made by PyJWT', () => {
  const setUp = () => createTestService({ legacy: { secrets: [SECRET], revokedDigests: new Set() } })

  it('opens its study and nothing else, and decodes to its viewer', async () => {
    const { post } = await setUp()
    const token = sign()
    expect((await post('/tokens/validate', validateBody(token))).json).toEqual({ granted: true, validity: 5 })
    const other = { 'dicom-uid': SIBLING.studyInstanceUID, 'orthanc-id': SIBLING.orthancId }
    expect((await post('/tokens/validate', validateBody(token, other))).json).toMatchObject({
      granted: false,
    })
    expect((await post('/tokens/decode', { 'token-key': 'token', 'token-value': token })).json).toMatchObject(
      {
        'token-type': 'stone-viewer-publication',
        'error-code': null,
        'redirect-url': expect.stringContaining(`&token=${token}`) as string,
      },
    )
  })

  it('ends by its own date', async () => {
    const { post } = await setUp()
    const token = sign({ expiration_date: '2025-12-31T23:59:59.999999+00:00' })
    expect((await post('/tokens/validate', validateBody(token))).json).toMatchObject({ granted: false })
    expect((await post('/tokens/decode', { 'token-value': token })).json).toMatchObject({
      'error-code': 'expired',
    })
  })

  it('has no rights of its own as a user', async () => {
    const { post } = await setUp()
    const asked = { 'token-key': 'token', 'token-value': sign(), 'server-id': null }
    expect((await post('/user/get-profile', asked)).json).toMatchObject({ permissions: [], validity: 60 })
  })
})

describe.runIf(python === undefined)('PyJWT', () => {
  it('is not there: only tokens of its shape, made here, are tried', () => {
    expect(process.env['REQUIRE']).not.toBe('all')
  })
})
