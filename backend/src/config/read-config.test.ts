import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigResponse } from '../contract/index.ts'
import { publicConfigOf } from './public-config.ts'
import { ConfigError, readConfig } from './read-config.ts'
import { exampleOf, variableNames } from './variables.ts'

const SECRET = 'a secret of the tests that is long enough'
const good: Record<string, string> = {
  SECRET_KEY: SECRET,
  DATA_DIR: '/data',
  PUBLIC_SHARE_ROOT: 'https://pacs.example.org/share',
  PUBLIC_OHIF_ROOT: 'https://pacs.example.org/ohif/',
  PUBLIC_ORTHANC_ROOT: 'https://pacs.example.org/orthanc/',
  OIDC_ISSUERS: 'https://pacs.example.org/keycloak/realms/orthanc',
  PERMISSIONS_FILE_PATH: '/etc/permissions.json',
  ORTHANC_URI: 'http://orthanc:8042/',
}

describe('the configuration', () => {
  let secretsDir: string
  beforeEach(() => void (secretsDir = mkdtempSync(join(tmpdir(), 'studylink-secrets-'))))
  afterEach(() => rmSync(secretsDir, { recursive: true }))

  const read = (changes: Record<string, string | undefined> = {}) =>
    readConfig({ ...good, ...changes }, secretsDir)
  const refusalOf = (changes: Record<string, string | undefined>): string => {
    try {
      read(changes)
      return 'accepted'
    } catch (error) {
      return error instanceof ConfigError ? error.message : `thrown: ${String(error)}`
    }
  }

  test('waits for a mail server as long as EMAILS_SMTP_SERVER_TIMEOUT says, in seconds', () => {
    const env = {
      ENABLE_EMAILS: 'true',
      EMAILS_SMTP_SERVER_HOSTNAME: 'smtp.example.org',
      EMAILS_SMTP_SERVER_PORT: '587',
      EMAILS_SENDER_ADDRESS: 'info@example.org',
    }
    expect(read(env).emails).toMatchObject({ timeoutMs: 10_000, usesTls: true, replyTo: 'info@example.org' })
    expect(read({ ...env, EMAILS_SMTP_SERVER_TIMEOUT: '2.5' }).emails?.timeoutMs).toBe(2_500)
    for (const EMAILS_SMTP_SERVER_TIMEOUT of ['0', '61', 'soon'])
      expect(refusalOf({ ...env, EMAILS_SMTP_SERVER_TIMEOUT })).toContain('EMAILS_SMTP_SERVER_TIMEOUT')
  })

  test('has defaults for what is not said', () => {
    expect(read()).toMatchObject({
      PORT: 8000,
      HOST: '0.0.0.0',
      SECRET_KEY: [SECRET],
      USERS: {},
      WEB_DIR: [],
      OIDC_AUDIENCE: ['account'],
      OIDC_CLIENT_ID: 'studylink',
      OIDC_SCOPE: 'openid profile email',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      ORTHANC_AUTHORIZATION: 'service',
      GATEWAY_PREFIX: '/orthanc',
      SESSION_SECONDS: 14_400,
      TRUSTED_PROXY_HOPS: 1,
      policy: {
        expiryChoicesSeconds: [86_400, 604_800, 2_592_000, 7_776_000],
        defaultExpirySeconds: 604_800,
        maxExpirySeconds: 7_776_000,
        neverEnding: false,
        pin: 'optional',
        maxOpens: { default: null, max: null },
        sharesVisibleTo: 'owner',
        download: { allowed: true, default: false },
      },
    })
  })

  test('permits no more openings by default than at most', () => {
    expect(read({ SHARE_MAX_OPENS: '20' }).policy.maxOpens).toEqual({ default: 20, max: 20 })
    expect(read({ SHARE_MAX_OPENS: '20', SHARE_DEFAULT_MAX_OPENS: '5' }).policy.maxOpens.default).toBe(5)
    expect(read({ SHARE_DEFAULT_MAX_OPENS: '5' }).policy.maxOpens).toEqual({ default: 5, max: null })
    expect(refusalOf({ SHARE_MAX_OPENS: '20', SHARE_DEFAULT_MAX_OPENS: '21' })).toContain(
      'SHARE_DEFAULT_MAX_OPENS: is beyond SHARE_MAX_OPENS',
    )
  })

  test('gives phones a viewer of their own when so wished', () => {
    const devicesOf = (changes: Record<string, string | undefined>) =>
      publicConfigOf(read(changes), '1').viewers.map(({ key, devices }) => [key, ...devices])
    expect(devicesOf({})).toEqual([['ohif', 'desktop', 'phone']])
    expect(devicesOf({ PHONE_VIEWER: 'stone' })).toEqual([
      ['ohif', 'desktop'],
      ['stone', 'phone'],
    ])
    expect(devicesOf({ PUBLIC_OHIF_ROOT: undefined })).toEqual([['stone', 'desktop', 'phone']])
    expect(devicesOf({ PHONE_VIEWER: 'stone', PUBLIC_ORTHANC_ROOT: undefined })).toEqual([
      ['ohif', 'desktop', 'phone'],
    ])
  })

  test('reads lists, numbers and users, and mends slashes', () => {
    const config = read({
      SECRET_KEY: `${SECRET}-new, ${SECRET}`,
      USERS: '{"orthanc":"pw"}',
      PORT: '9000',
      CORS_ORIGINS: 'https://a.example.org, https://b.example.org:8443',
      WEB_DIR: `${secretsDir}, ${tmpdir()}`,
    })
    expect(config.SECRET_KEY).toEqual([`${SECRET}-new`, SECRET])
    expect(config.USERS).toEqual({ orthanc: 'pw' })
    expect(config.PORT).toBe(9000)
    expect(config.CORS_ORIGINS).toEqual(['https://a.example.org', 'https://b.example.org:8443'])
    expect(config.WEB_DIR).toEqual([secretsDir, tmpdir()])
    expect(config.PUBLIC_SHARE_ROOT).toBe('https://pacs.example.org/share/')
    expect(config.ORTHANC_URI).toBe('http://orthanc:8042')
  })

  test('takes a secret from a mounted file, which goes before the variable', () => {
    writeFileSync(join(secretsDir, 'SECRET_KEY'), `${SECRET} of the file\n`)
    expect(read().SECRET_KEY).toEqual([`${SECRET} of the file`])
    expect(read({ SECRET_KEY: undefined }).SECRET_KEY).toEqual([`${SECRET} of the file`])
    expect(read({ SECRET_KEY: '' }).SECRET_KEY).toEqual([`${SECRET} of the file`])
  })

  test('keeps the choices within a shorter maximum', () => {
    expect(read({ SHARE_MAX_EXPIRY_SECONDS: '172800' }).policy).toMatchObject({
      expiryChoicesSeconds: [86_400],
      defaultExpirySeconds: 172_800,
      maxExpirySeconds: 172_800,
    })
    expect(read({ SHARE_MAX_EXPIRY_SECONDS: '3600' }).policy.expiryChoicesSeconds).toEqual([3600])
  })

  test.each([
    ['SECRET_KEY', undefined, 'is missing'],
    ['SECRET_KEY', 'too short', 'at least 32 characters'],
    ['SECRET_KEY', `${SECRET},short`, 'at least 32 characters'],
    ['SECRET_KEY', 'change-me-change-me-change-me-change-me', 'still the example'],
    ['USERS', 'orthanc:pw', 'must be a JSON object'],
    ['USERS', '["a"]', 'must be a JSON object'],
    ['USERS', '{"a":""}', 'a password is empty'],
    ['USERS', '{"a:b":"pw"}', '(no colon)'],
    ['WEB_DIR', '/no/such/folder', 'names no folder'],
    ['PORT', '80a', 'whole number'],
    ['PORT', '70000', 'at most 65535'],
    ['PUBLIC_SHARE_ROOT', 'pacs.example.org/share', 'http or https URL'],
    ['PUBLIC_OHIF_ROOT', 'https://pacs.example.org/ohif/?a=b', 'without query'],
    ['OIDC_ISSUERS', 'keycloak', 'http or https URL'],
    ['ORTHANC_URI', 'ftp://orthanc', 'http or https URL'],
    ['ORTHANC_AUTHORIZATION', 'none', 'service or plugin'],
    ['GATEWAY_PREFIX', 'orthanc/', 'path without a closing slash'],
    ['CORS_ORIGINS', 'https://a.example.org/path', 'origins'],
    ['TRUSTED_PROXY_HOPS', '-1', 'whole number'],
    ['SESSION_SECONDS', '1', 'at least 60'],
    ['OIDC_SCOPE', 'profile email', 'openid'],
    ['SHARE_DOWNLOAD', 'yes', 'off, allowed or default'],
    ['SHARE_DEFAULT_EXPIRY_SECONDS', '99999999', 'beyond SHARE_MAX_EXPIRY_SECONDS'],
    ['SHARE_EXPIRY_CHOICES_SECONDS', '60,99999999', 'beyond SHARE_MAX_EXPIRY_SECONDS'],
    ['SHARE_EXPIRY_CHOICES_SECONDS', '1d', 'whole number'],
    ['INSTITUTION_LOGO_URL', 'javascript:alert(1)', 'URL or a path'],
    ['LOG_LEVEL', 'loud', 'level of the log'],
  ])('stops the start for %s=%s, saying what and how', (name, value, what) => {
    const refusal = refusalOf({ [name]: value })
    expect(refusal).toContain(`  ${name}: `)
    expect(refusal).toContain(what)
    expect(refusal).toContain(`Example: ${name}=`)
  })

  test('tells every wrong variable at once, and never a value', () => {
    const refusal = refusalOf({ SECRET_KEY: 'a-secret-too-short', USERS: '{"u":7}', PORT: 'x', DATA_DIR: '' })
    for (const name of ['SECRET_KEY', 'USERS', 'PORT', 'DATA_DIR']) expect(refusal).toContain(`  ${name}: `)
    expect(refusal).not.toContain('a-secret-too-short')
  })

  test('has an example for every variable', () => {
    expect(variableNames.filter((name) => exampleOf(name) === 'undefined')).toEqual([])
  })

  test('writes e-mails in languages and time zones that there are', () => {
    expect(read()).toMatchObject({ INSTITUTION_LANGUAGE: 'en', INSTITUTION_TIME_ZONE: 'UTC' })
    expect(refusalOf({ INSTITUTION_TIME_ZONE: 'Europe/Nowhere' })).toContain(
      '  INSTITUTION_TIME_ZONE: must be',
    )
    expect(refusalOf({ INSTITUTION_LANGUAGE: 'tlh' })).toContain(
      '  INSTITUTION_LANGUAGE: must be one of en, ar',
    )
  })

  test('leads back to what lies where our pages do, or to what is listed', () => {
    const returnPaths = (changes: Record<string, string | undefined>) =>
      publicConfigOf(read(changes), '1').returnPaths
    expect(returnPaths({})).toEqual(['/share/', '/ohif/', '/orthanc/'])
    const elsewhere = 'https://viewer.example.org/ohif/'
    expect(returnPaths({ PUBLIC_OHIF_ROOT: elsewhere, PUBLIC_ORTHANC_ROOT: undefined })).toEqual(['/share/'])
    expect(returnPaths({ RETURN_PATHS: '/ohif/, /portal/start/' })).toEqual(['/ohif/', '/portal/start/'])
    for (const path of ['ohif/', '/ohif', '//evil.example/', '/a/../', 'https://pacs.example.org/'])
      expect(refusalOf({ RETURN_PATHS: path })).toContain('  RETURN_PATHS: must be paths')
  })

  test('becomes what everybody may know', () => {
    const told = publicConfigOf(read({ INSTITUTION_NAME: 'Test Hospital' }), '1.2.3')
    expect(ConfigResponse.parse(told)).toEqual(told)
    expect(told).toMatchObject({
      oidc: { authority: good['OIDC_ISSUERS'], clientId: 'studylink' },
      dicomWebRoot: 'https://pacs.example.org/orthanc/dicom-web',
      institution: { name: 'Test Hospital', contact: null },
      version: '1.2.3',
    })
    expect(JSON.stringify(told)).not.toContain(SECRET)
  })
})
