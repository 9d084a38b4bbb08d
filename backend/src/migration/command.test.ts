import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCheck } from './index.ts'

const NOW_MS = Date.UTC(2026, 0, 1)
const OLD_KEY = 'change-me-I-am-a-secret-key'
const STRONG_KEY = 'the-python-service-s-secret-key-of-old'
const NEW_KEY = 'a-new-key-of-this-service-long-enough'
const PASSWORD = 'a-password-of-orthanc'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'studylink-check-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const oldEnvironment = (more: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    SECRET_KEY: OLD_KEY,
    USERS: `{"share-user":"${PASSWORD}"}`,
    PUBLIC_OHIF_ROOT: 'https://pacs.example.org/ohif/',
    PATH: '/usr/bin',
    PYTHON_VERSION: '3.11',
    ...more,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

const check = async (...args: readonly string[]) => {
  let told = ''
  const status = await runCheck(
    args,
    (text) => (told += text),
    () => NOW_MS,
  )
  for (const secret of [OLD_KEY, STRONG_KEY, NEW_KEY, PASSWORD]) expect(told).not.toContain(secret)
  expect(told).not.toMatch(/eyJ/)
  /** The lines about one subject, without their columns. */
  const about = (subject: string) =>
    told
      .split('\n')
      .filter((line) => line.includes(`  ${subject} `) || line.endsWith(`  ${subject}`))
      .map((line) => line.trim().replaceAll(/ {2,}/g, ' '))
  return { status, told, about }
}
const checkEnvironment = (text: string, ...args: readonly string[]) =>
  check('--env-file', write('old.env', text), '--secrets', folder, ...args)

/** As the Python service makes them. */
const linkOf = async (changes: Readonly<Record<string, unknown>> = {}, secret = OLD_KEY) => {
  const token = await new SignJWT({
    id: null,
    resources: [{ dicom_uid: '1.2.3', orthanc_id: 'a-b', url: null, level: 'study' }],
    type: 'stone-viewer-publication',
    expiration_date: '2026-02-01T00:00:00.123456+00:00',
    validity_duration: null,
    ...changes,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret))
  return {
    token,
    url: `https://pacs.example.org/orthanc/stone-webviewer/index.html?study=1.2.3&token=${token}`,
  }
}

describe('check of an old environment', () => {
  it('says of every variable what becomes of it', async () => {
    const { about, told, status } = await checkEnvironment(oldEnvironment({ MY_OWN: 'x', SERVER_ID: 'main' }))
    expect(about('PUBLIC_OHIF_ROOT')).toEqual(['stays PUBLIC_OHIF_ROOT'])
    expect(about('SERVER_ID')).toEqual([expect.stringMatching(/^differs SERVER_ID is compared/)])
    expect(about('MY_OWN')).toEqual(['ignored MY_OWN is no variable of this service'])
    expect(about('SECRET_KEY')).toEqual([
      expect.stringMatching(/^to do SECRET_KEY is shorter.*set a new one/),
    ])
    expect(about('LEGACY_SECRET_KEYS')).toEqual([expect.stringMatching(/^to do .*links? already sent/)])
    expect(about('LEGACY_ACCEPT_UNTIL')).toEqual([expect.stringMatching(/^to do/)])
    expect(about('DATA_DIR')).toEqual([expect.stringMatching(/^to do/)])
    expect(told).not.toMatch(/PYTHON_VERSION|\bPATH\b|2100/)
    expect(told).toContain('To do before the switch: 4\n')
    expect(status).toBe(1)
  })

  it('takes a strong key and a store for the new service’s, and says what becomes of old links', async () => {
    const environment = oldEnvironment({ SECRET_KEY: NEW_KEY, DATA_DIR: folder })
    const { about, status } = await checkEnvironment(environment)
    expect(about('LEGACY_SECRET_KEYS')).toEqual([expect.stringMatching(/^differs .*open nothing/)])
    expect(status).toBe(0)
    const { url } = await linkOf()
    expect((await checkEnvironment(environment, '--link', url)).about('link 1')).toEqual([
      'to do link 1 is refused: LEGACY_SECRET_KEYS is not set',
    ])
  })

  it('ends with 0 once all is done', async () => {
    const done = oldEnvironment({
      SECRET_KEY: NEW_KEY,
      LEGACY_SECRET_KEYS: OLD_KEY,
      LEGACY_ACCEPT_UNTIL: '2026-06-30',
      DATA_DIR: folder,
    })
    const { status, told } = await checkEnvironment(done)
    expect(told).toMatch(/Nothing is to do\.\n$/)
    expect(told).toContain('until 2026-06-30')
    expect(status).toBe(0)
  })

  it('names what stops the start, without its value', async () => {
    const { about, status } = await checkEnvironment(
      oldEnvironment({ ENABLE_KEYCLOAK: 'perhaps', ENABLE_EMAILS: 'true' }),
    )
    expect(about('ENABLE_KEYCLOAK')).toEqual([expect.stringMatching(/^to do .*true or false.*Example/)])
    expect(status).toBe(1)
  })

  it('reads files of secrets before variables', async () => {
    const secrets = join(folder, 'secrets')
    mkdirSync(secrets)
    writeFileSync(join(secrets, 'SECRET_KEY'), `${STRONG_KEY}\n`)
    const { about } = await check('--env-file', write('old.env', 'SERVER_ID=x\n'), '--secrets', secrets)
    expect(about('LEGACY_SECRET_KEYS')).toEqual([expect.stringMatching(/^to do/)])
    expect(about('SECRET_KEY')).toEqual(['stays SECRET_KEY'])
  })

  it('keeps a # inside a value, and takes quotes off', async () => {
    const lines = `SECRET_KEY="${STRONG_KEY}"\nUSERS='{"o":"p#q"}'\nDATA_DIR=/data # a volume\nKEYCLOAK_URI=http://kc#x\n`
    const { about } = await checkEnvironment(lines)
    expect(about('USERS')).toEqual([expect.stringMatching(/^differs/)])
    expect(about('KEYCLOAK_URI')).toEqual([expect.stringMatching(/^to do .*without query and fragment/)])
  })
})

describe('check of a compose file', () => {
  const compose = `
x-common: &common { restart: always }
services:
  orthanc: { image: orthancteam/orthanc }
  orthanc-auth-service:
    <<: *common
    image: orthancteam/orthanc-auth-service
    env_file: [more.env, gone.env]
    environment:
      SECRET_KEY: "\${KEY}"
      ENABLE_KEYCLOAK: true
      SERVER_ID: \${NAME:-main}
      USERS: '{"o":"a$$b"}'
      KEYCLOAK_CLIENT_SECRET: \${CLIENT_SECRET}
`
  it('reads the auth service’s environment, its files, and what compose fills in', async () => {
    write('more.env', 'EMAILS_SENDER_ADDRESS=info@example.org\n')
    const { about, told } = await check(
      '--compose',
      write('compose.yaml', compose),
      '--env-file',
      write('.env', `KEY=${OLD_KEY}\n`),
      '--secrets',
      folder,
    )
    expect(about('SECRET_KEY')).toEqual([expect.stringMatching(/^to do/)])
    expect(about('SERVER_ID')).toHaveLength(1)
    expect(about('EMAILS_SENDER_ADDRESS')).toEqual(['stays EMAILS_SENDER_ADDRESS'])
    expect(about('CLIENT_SECRET')).toEqual([expect.stringContaining('--env-file')])
    expect(told).toContain('gone.env')
  })

  it.each([
    ['no service of the kind', 'services: { web: { image: nginx } }', /no service looks like/],
    [
      'two of them',
      'services: { a: { environment: [SECRET_KEY=x] }, b: { environment: { SECRET_KEY: y } } }',
      /more than one/,
    ],
    ['no YAML', 'services: [', /is no YAML/],
    ['another kind of file', 'a: 1', /no compose file/],
  ])('says that there is %s', async (_what, text, said) => {
    const { told, status } = await check('--compose', write('compose.yaml', text))
    expect(told).toMatch(said)
    expect(status).toBe(1)
  })
})

describe('check of files', () => {
  it('tells what each role may do, and what nothing knows', async () => {
    const permissions = write(
      'permissions.json',
      `{ // roles
        "roles": {
          "doctor-role": { "permissions": ["view", "share", "fly"], "authorized-labels": ["*"] },
          "lost-role": { "permissions": ["view"], "authorized-labels": [] }
        } }`,
    )
    const { about } = await checkEnvironment(oldEnvironment(), '--permissions', permissions)
    expect(about('role doctor-role')).toEqual([
      'stays role doctor-role sees every study; may view, share, fly',
      expect.stringMatching(/^differs role doctor-role fly is handed on/),
    ])
    expect(about('role lost-role')).toEqual([expect.stringContaining('sees no study')])
  })

  it('says where a file is wrong, and that nobody could share', async () => {
    const broken = write('broken.json', '{ "roles": ')
    const nobody = write('nobody.json', '{ "roles": { "a": { "permissions": ["view"] } } }')
    expect((await checkEnvironment(oldEnvironment(), '--permissions', broken)).about('permissions')).toEqual([
      expect.stringMatching(/^to do .*line 1/),
    ])
    expect((await checkEnvironment(oldEnvironment(), '--permissions', nobody)).about('permissions')).toEqual([
      expect.stringMatching(/nobody makes links/),
    ])
  })

  it('tells what anybody may do', async () => {
    const profile = write('anonymous.json', '{ "permissions": ["upload"], "authorized-labels": ["*"] }')
    const withFile = await checkEnvironment(oldEnvironment(), '--anonymous-profile', profile)
    expect(withFile.about('anonymous profile')).toEqual([
      expect.stringMatching(/^differs .*anybody, without a token, may upload/),
    ])
    const without = await checkEnvironment(oldEnvironment())
    expect(without.about('anonymous profile')).toEqual([expect.stringContaining('lets anybody upload')])
  })
})

describe('check of a link', () => {
  const checkLinkOf = async (link: string, env = oldEnvironment()) =>
    (await checkEnvironment(env, '--link', link)).about('link 1').join('\n')

  it('tells what it opens and until when', async () => {
    const { url } = await linkOf()
    expect(await checkLinkOf(url)).toBe(
      'stays link 1 is taken: a publication for stone of the study 1.2.3; until 2026-02-01T00:00:00Z',
    )
  })

  it('finds the token in a fragment, encoded, or alone', async () => {
    const { token } = await linkOf()
    for (const link of [
      `https://h/ohif/viewer#token=${token}`,
      encodeURIComponent(`x?token=${token}`),
      token,
    ])
      expect(await checkLinkOf(link)).toContain('is taken')
  })

  it.each([
    [
      'has ended',
      { expiration_date: '2025-12-01T00:00:00+00:00' },
      /to do .*1\.2\.3; it ended on 2025-12-01/,
    ],
    ['has no end', { expiration_date: null }, /is taken.*it has no end/],
    ['is an instant link', { type: 'viewer-instant-link' }, /is taken: an instant link/],
    [
      'is for a patient',
      { resources: [{ dicom_uid: '1', level: 'patient' }] },
      /is refused: it names no study/,
    ],
  ])('says that it %s', async (_what, changes, said) => {
    expect(await checkLinkOf((await linkOf(changes)).url)).toMatch(said)
  })

  it('says that it was signed with another key', async () => {
    expect(await checkLinkOf((await linkOf({}, NEW_KEY)).url)).toMatch(/is refused: it was not signed/)
  })

  it('says that LEGACY_DENYLIST or LEGACY_ACCEPT_UNTIL refuses it', async () => {
    const { token, url } = await linkOf()
    const done = (more: Readonly<Record<string, string>>) =>
      oldEnvironment({ SECRET_KEY: NEW_KEY, LEGACY_SECRET_KEYS: OLD_KEY, ...more })
    const LEGACY_DENYLIST = createHash('sha256').update(token).digest('hex')
    expect(await checkLinkOf(url, done({ LEGACY_ACCEPT_UNTIL: '2025-12-31' }))).toMatch(/ended on 2025-12-31/)
    expect(await checkLinkOf(url, done({ LEGACY_ACCEPT_UNTIL: '2026-12-31', LEGACY_DENYLIST }))).toMatch(
      /LEGACY_DENYLIST/,
    )
  })

  it.each([
    ['https://pacs.example.org/share/s#abc', /stays .*one of the new service/],
    ['https://pacs.example.org/ohif/', /is refused: there is no token/],
  ])('takes %s for what it is', async (link, said) => {
    expect(await checkLinkOf(link)).toMatch(said)
  })

  it('reads many from a file', async () => {
    const links = write('links.txt', `${(await linkOf()).url}\n\n${(await linkOf({}, NEW_KEY)).url}\n`)
    const { about } = await checkEnvironment(oldEnvironment(), '--links', links)
    expect([about('link 1'), about('link 2')]).toEqual([
      [expect.stringContaining('is taken')],
      [expect.stringContaining('is refused')],
    ])
  })
})

it.each([
  [[], /--env-file or --compose is missing/],
  [['--unknown'], /--unknown/],
  [['--env-file', '/no/such.env'], /such\.env: cannot be read/],
])('check %j says what is wrong with the call', async (args, said) => {
  const { told, status } = await check(...args)
  expect(told).toMatch(said)
  expect(status).toBe(1)
})
