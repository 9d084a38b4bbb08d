import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { variableNames } from './variables.ts'

/** What the Python service reads. */
const pythonNames = [
  'SECRET_KEY',
  'USERS',
  'SERVER_ID',
  'PERMISSIONS_FILE_PATH',
  'ANONYMOUS_PROFILE_FILE_PATH',
  'PUBLIC_ORTHANC_ROOT',
  'PUBLIC_LANDING_ROOT',
  'PUBLIC_OHIF_ROOT',
  'OHIF_DATA_SOURCE',
  'MEDDREAM_TOKEN_SERVICE_URL',
  'PUBLIC_MEDDREAM_ROOT',
  'ENABLE_KEYCLOAK',
  'KEYCLOAK_URI',
  'KEYCLOAK_ADMIN_URI',
  'KEYCLOAK_CLIENT_SECRET',
  'ENABLE_KEYCLOAK_API_KEYS',
  'ENABLE_EMAILS',
  'EMAILS_TEMPLATES_ROOT',
  'EMAILS_SENDER_ADDRESS',
  'EMAILS_REPLY_TO',
  'EMAILS_SMTP_SERVER_HOSTNAME',
  'EMAILS_SMTP_SERVER_PORT',
  'EMAILS_SMTP_SERVER_USES_TLS',
  'EMAILS_SMTP_SERVER_TIMEOUT',
  'EMAILS_SMTP_SERVER_USER_NAME',
  'EMAILS_SMTP_SERVER_PWD',
]

const rows = readFileSync(new URL('../../VARIABLES.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', meaning, byDefault, stricter]) => ({
    name: name.replaceAll('`', ''),
    meaning,
    byDefault,
    stricter,
  }))

test('the table has every variable, once, and nothing else', () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual(variableNames.toSorted())
})

test('every row says what it means and what holds without it', () => {
  expect(rows.filter(({ meaning, byDefault, stricter }) => !meaning || !byDefault || !stricter)).toEqual([])
})

test('all of the Python service’s variables are there, and the others are marked as new', () => {
  const old = rows.filter(({ stricter }) => !stricter?.includes('**new**')).map(({ name }) => name)
  expect(old.toSorted()).toEqual(pythonNames.toSorted())
})
