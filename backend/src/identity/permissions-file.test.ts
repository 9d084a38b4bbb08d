import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PERMISSIONS_CHECK_MS } from './limits.ts'
import { createPermissionsFile, parsePermissions, PermissionsFileError } from './permissions-file.ts'

let folder: string
let path: string
let now = 1_000
const errors: unknown[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'permissions-'))
  path = join(folder, 'permissions.jsonc')
  errors.length = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

const log = { info: () => undefined, error: (...line: unknown[]) => errors.push(line) }
const open = () => createPermissionsFile({ path, clock: () => now, log })
const write = (document: unknown) => writeFileSync(path, JSON.stringify(document))
const roles = {
  'doctor-role': { permissions: ['view', 'share'], 'authorized-labels': ['*'] },
  'external-role': { permissions: ['view', 'download'], 'authorized-labels': ['external'] },
}

test('grants the union of what the roles grant', () => {
  write({ roles })
  expect(open().rightsOf(['external-role', 'doctor-role'])).toEqual({
    permissions: new Set(['view', 'download', 'share']),
    authorizedLabels: ['external', '*'],
  })
})

test.each([[[]], [['unknown-role']], [['__proto__']], [['constructor']]])(
  'grants nothing to %j: nobody has rights without a role',
  (names) => {
    write({ roles })
    expect(open().rightsOf(names)).toEqual({ permissions: new Set(), authorizedLabels: [] })
  },
)

test('reads comments, trailing commas and top-level keys of other services', () => {
  writeFileSync(
    path,
    '{ // who may what\n "roles": {}, "available-labels": ["external",], "anonymous": {}, }',
  )
  expect(open().document()['available-labels']).toEqual(['external'])
})

test('a role that leaves a list out grants nothing of it, as in the Python service', () => {
  writeFileSync(path, '{ "roles": { "a": { "permissions": ["view"] }, "b": {} } }')
  expect(open().rightsOf(['a', 'b'])).toEqual({ permissions: new Set(['view']), authorizedLabels: [] })
})

test.each([
  ['{ "roles": {', 'permissions.jsonc, line 1'],
  ['{\n "roles": {}\n "x": 1 }', 'permissions.jsonc, line 3: CommaExpected'],
  ['{ "roles": { "a": { "permissions": "all", "authorized-labels": [] } } }', 'at roles.a.permissions'],
  ['{ "roles": { "a": { "authorized-labels": [7] } } }', 'at roles.a.authorized-labels'],
  ['{}', 'at roles'],
  ['[]', 'at the top'],
  ['', 'permissions.jsonc'],
])('stops the start on %j, saying where', (text, where) => {
  writeFileSync(path, text)
  expect(open).toThrow(PermissionsFileError)
  expect(open).toThrow(where)
})

test('stops the start when there is no file, naming the path', () => {
  expect(open).toThrow(`${path}: cannot be read`)
})

test('is read again when it changed', () => {
  write({ roles: {} })
  const permissions = open()
  write({ roles })
  now += PERMISSIONS_CHECK_MS
  expect(permissions.rightsOf(['doctor-role']).authorizedLabels).toEqual(['*'])
})

test('is read again when it was replaced by another file', () => {
  write({ roles: {} })
  const permissions = open()
  writeFileSync(`${path}.new`, JSON.stringify({ roles }))
  renameSync(`${path}.new`, path)
  now += PERMISSIONS_CHECK_MS
  expect(permissions.rightsOf(['doctor-role']).authorizedLabels).toEqual(['*'])
})

test('keeps the last good document on a bad edit, logs it once, and recovers', () => {
  write({ roles })
  const permissions = open()
  const granted = () => permissions.rightsOf(['doctor-role']).permissions.has('share')
  writeFileSync(path, '{ "roles": ')
  now += PERMISSIONS_CHECK_MS
  expect(granted()).toBe(true)
  now += PERMISSIONS_CHECK_MS
  expect(granted()).toBe(true)
  expect(errors).toHaveLength(1)
  write({ roles: {} })
  now += PERMISSIONS_CHECK_MS
  expect(granted()).toBe(false)
})

test('keeps the last good document when the file vanishes', () => {
  write({ roles })
  const permissions = open()
  rmSync(path)
  now += PERMISSIONS_CHECK_MS
  expect(permissions.rightsOf(['doctor-role']).permissions.has('share')).toBe(true)
  expect(errors).toHaveLength(1)
})

test('the shipped file lets external share only what is labelled external', () => {
  const shipped = new URL('../../../deploy/permissions.jsonc', import.meta.url)
  const document = parsePermissions(readFileSync(shipped, 'utf8'), 'permissions.jsonc')
  expect(document.roles['admin-role']).toEqual({ permissions: ['all'], 'authorized-labels': ['*'] })
  expect(document.roles['external-role']?.permissions).toContain('share')
  expect(document.roles['external-role']?.['authorized-labels']).toEqual(['external'])
})
