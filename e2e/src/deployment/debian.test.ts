import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../process/run.ts'
import { cacheFolder, inProject } from '../project.ts'
import { findSystemdAnalyze, provideSystemdAnalyze } from '../provision/systemd.ts'
import { fillTemplate } from '../stack/nginx/fill-template.ts'
import { readTemplates } from '../stack/nginx/templates.ts'

const inDeploy = (...path: readonly string[]) => inProject('deploy', ...path)
const SETTINGS = inDeploy('debian', 'settings.sh')
const FILL = inDeploy('nginx', 'fill.sh')
const URL = 'https://pacs.example.org:8443'
const ISSUER = 'https://id.example.org/realms/hospital'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-debian-'))
})
afterEach(() => rm(folder, { recursive: true }))

const readEnv = async (name: string): Promise<Record<string, string>> =>
  parseEnv(await readFile(join(folder, name), 'utf8')) as Record<string, string>

describe('settings.sh', () => {
  it('makes settings of service, nginx and Orthanc that know each other', async () => {
    await run('sh', [SETTINGS, URL, ISSUER, folder])
    const service = await readEnv('studylink.env')
    const nginx = await readEnv('nginx.env')
    const orthanc = JSON.parse(await readFile(join(folder, 'orthanc', 'this-machine.json'), 'utf8')) as {
      readonly RegisteredUsers: Readonly<Record<string, string>>
    }
    expect(service).toMatchObject({
      OIDC_ISSUERS: ISSUER,
      PUBLIC_SHARE_ROOT: `${URL}/share/`,
      TRUSTED_PROXY_HOPS: '1',
    })
    expect(nginx).toMatchObject({
      PUBLIC_HOST: 'pacs.example.org:8443',
      HTTPS_LISTEN: '8443',
      HTTP_LISTEN: '80',
    })
    const { gateway } = JSON.parse(service['USERS'] ?? '') as { readonly gateway: string }
    const basic = (name: string) => Buffer.from(nginx[name] ?? '', 'base64').toString()
    expect(basic('GATEWAY_BASIC')).toBe(`gateway:${gateway}`)
    expect(basic('ORTHANC_BASIC')).toBe(`studylink:${service['ORTHANC_PASSWORD']}`)
    expect(orthanc.RegisteredUsers).toEqual({ studylink: service['ORTHANC_PASSWORD'] })
    expect(new Set([service['SECRET_KEY'], gateway, service['ORTHANC_PASSWORD']]).size).toBe(3)
    expect(service['SECRET_KEY']).toHaveLength(43)
  })

  it('puts everything below the path that the address has', async () => {
    await run('sh', [SETTINGS, 'https://hospital.example/imaging/', ISSUER, folder])
    expect(await readEnv('studylink.env')).toMatchObject({
      PUBLIC_SHARE_ROOT: 'https://hospital.example/imaging/share/',
      GATEWAY_PREFIX: '/imaging/orthanc',
    })
    const ofNginx = { PUBLIC_HOST: 'hospital.example', PUBLIC_PATH: '/imaging', HTTPS_LISTEN: '443' }
    expect(await readEnv('nginx.env')).toMatchObject(ofNginx)
    expect(await readEnv('orthanc.env')).toEqual({ PUBLIC_PATH: '/imaging' })
    const unit = await readFile(inDeploy('systemd', 'orthanc.service.d', 'studylink.conf'), 'utf8')
    expect(unit).toContain('EnvironmentFile=-/etc/studylink/orthanc.env')
  })

  it('trusts the server in front that has the certificate, and lets nobody come past it', async () => {
    const env = { PATH: process.env.PATH, LISTEN: 'http' }
    await run('sh', [SETTINGS, 'https://pacs.example.org', ISSUER, folder], { env })
    expect(await readEnv('nginx.env')).toMatchObject({
      PUBLIC_SCHEME: 'https',
      LISTEN: 'http',
      HTTP_LISTEN: '127.0.0.1:8080',
    })
    expect(await readEnv('studylink.env')).toMatchObject({ TRUSTED_PROXY_HOPS: '2' })
  })

  it('keeps them from everybody’s eyes, and never overwrites them', async () => {
    const told = await run('sh', [SETTINGS, URL, ISSUER, folder])
    const { SECRET_KEY: key = 'none' } = await readEnv('studylink.env')
    expect(told).not.toContain(key)
    for (const file of ['studylink.env', 'nginx.env', 'orthanc.env'])
      expect((await stat(join(folder, file))).mode & 0o077).toBe(0)
    await expect(run('sh', [SETTINGS, URL, ISSUER, folder])).rejects.toMatchObject({
      output: expect.stringContaining('is there already'),
    })
  })

  it.each([
    ['', ISSUER],
    [URL, ''],
    ['pacs.example.org', ISSUER],
    ['https://x/a.b', ISSUER],
    ['https://x//pacs', ISSUER],
    ['https://x/$(id)', ISSUER],
    ['https://$(id)', ISSUER],
    [URL, 'keycloak'],
    [URL, "https://id.example.org/'$(id)"],
  ])('refuses %j with %j', async (url, issuer) => {
    await expect(run('sh', [SETTINGS, url, issuer, folder])).rejects.toMatchObject({ code: 'command-failed' })
  })
})

describe('fill.sh', () => {
  it('fills every template in as the tests’ own nginx has it', async () => {
    await run('sh', [SETTINGS, URL, ISSUER, folder])
    await run('sh', [FILL, join(folder, 'nginx.env'), join(folder, 'conf.d')])
    const values = await readEnv('nginx.env')
    const templates = await readTemplates()
    expect(templates.length).toBeGreaterThan(10)
    for (const { path, text } of templates) {
      const file = join(folder, 'conf.d', path)
      expect(await readFile(file, 'utf8')).toBe(fillTemplate(text, values))
      expect((await stat(file)).mode & 0o077).toBe(0)
    }
  })

  it('names what the settings lack', async () => {
    await run('sh', [SETTINGS, URL, ISSUER, folder])
    const lacking = (await readFile(join(folder, 'nginx.env'), 'utf8')).replace(/^WEB_ROOT=.*\n/m, '')
    await writeFile(join(folder, 'nginx.env'), lacking)
    await expect(run('sh', [FILL, join(folder, 'nginx.env'), join(folder, 'conf.d')])).rejects.toMatchObject({
      output: expect.stringContaining('does not set: ${WEB_ROOT}'),
    })
  })
})

const task = { note: () => undefined, signal: new AbortController().signal }
const analyze =
  process.env.REQUIRE === 'all' ? await provideSystemdAnalyze(cacheFolder, task) : findSystemdAnalyze()

describe.skipIf(analyze === undefined)('the unit, to systemd-analyze', { timeout: 60_000 }, () => {
  /** Where it may say what it likes: with Node where this machine has it, and more lines if given. */
  const placeUnit = async (more = '') => {
    const unit = await readFile(inDeploy('systemd', 'studylink.service'), 'utf8')
    const path = join(folder, 'studylink.service')
    await writeFile(path, unit.replace('/usr/bin/node', process.execPath) + more)
    return path
  }
  const ask = (...args: readonly string[]) => run(analyze?.command ?? '', [...(analyze?.args ?? []), ...args])

  it('has nothing that it minds', async () => {
    await ask('verify', '--recursive-errors=no', await placeUnit())
    await expect(
      ask('verify', '--recursive-errors=no', await placeUnit('[Service]\nProtectSystems=strict\n')),
    ).rejects.toMatchObject({ output: expect.stringContaining('ProtectSystems') })
  })

  it('leaves the service little to be exposed by', async () => {
    // 1.5 of 10; a unit that protects from nothing has 9.6, and a higher one ends the command badly.
    const told = await ask('security', '--offline=yes', '--threshold=15', await placeUnit())
    expect(told).toContain('Overall exposure level')
  })
})
