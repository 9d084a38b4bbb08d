import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../process/run.ts'
import { inProject } from '../project.ts'

const script = inProject('deploy', 'init.sh')
const check = inProject('deploy', 'compose', 'check-secrets.sh')

describe('init.sh', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studylink-init-'))
    file = join(folder, '.env')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const settings = async () =>
    Object.fromEntries(
      (await readFile(file, 'utf8'))
        .split('\n')
        .flatMap((line) =>
          /^[A-Z]/.test(line) ? [line.split(/=(.*)/s).slice(0, 2) as [string, string]] : [],
        ),
    )

  it('derives every address from one', async () => {
    await run('sh', [script, 'https://pacs.example.org:8443/', file])
    expect(await settings()).toMatchObject({
      PUBLIC_URL: 'https://pacs.example.org:8443',
      PUBLIC_SCHEME: 'https',
      PUBLIC_HOST: 'pacs.example.org:8443',
      LISTEN: 'https',
      HTTPS_PORT: '8443',
      PUBLIC_PATH: '',
    })
  })

  it('takes a path below a host', async () => {
    await run('sh', [script, 'https://hospital.example/radiology/imaging-2/', file])
    expect(await settings()).toMatchObject({
      PUBLIC_URL: 'https://hospital.example/radiology/imaging-2',
      PUBLIC_HOST: 'hospital.example',
      PUBLIC_PATH: '/radiology/imaging-2',
      HTTPS_PORT: '443',
    })
  })

  it('trusts the server in front that has the certificate, and lets nobody come past it', async () => {
    const env = { PATH: process.env.PATH, LISTEN: 'http' }
    await run('sh', [script, 'https://pacs.example.org', file], { env })
    expect(await settings()).toMatchObject({
      PUBLIC_URL: 'https://pacs.example.org',
      PUBLIC_SCHEME: 'https',
      LISTEN: 'http',
      HTTP_PORT: '127.0.0.1:8080',
      HTTPS_PORT: '127.0.0.1:8443',
      TRUSTED_PROXY_HOPS: '2',
      HEALTH_URL: 'http://127.0.0.1/robots.txt',
    })
  })

  it.each(['http://localhost:8080', 'https://pacs.example.org'])(
    'believes nobody about where they come from, with nothing in front of %s',
    async (address) => {
      await run('sh', [script, address, file])
      expect(await settings()).not.toHaveProperty('TRUSTED_PROXY_HOPS')
    },
  )

  it('speaks no https for an address without', async () => {
    const env = { PATH: process.env.PATH, LISTEN: 'https' }
    await expect(run('sh', [script, 'http://localhost', file], { env })).rejects.toMatchObject({
      output: expect.stringContaining('LISTEN'),
    })
  })

  it('makes secrets that are long, different, and for the owner only', async () => {
    const told = await run('sh', [script, 'https://pacs.example.org', file])
    const made = await settings()
    const secrets = Object.entries(made).filter(([name]) => /PASSWORD|SECRET/.test(name))
    expect(secrets).toHaveLength(10)
    expect(new Set(secrets.map(([, value]) => value)).size).toBe(10)
    for (const [name, value] of secrets)
      expect({ name, value }).toSatisfy(() => value.length >= (name.startsWith('STUDYLINK') ? 16 : 43))
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect(told).toContain(made['STUDYLINK_DOCTOR_PASSWORD'])
    expect(told).not.toContain(made['SECRET_KEY'])
  })

  it('makes what the check before the start takes', async () => {
    await run('sh', [script, 'https://pacs.example.org', file])
    await expect(run('sh', [check], { env: await settings() })).resolves.toBe('')
  })

  it('never overwrites secrets that are in use', async () => {
    await run('sh', [script, 'https://pacs.example.org', file])
    const before = await readFile(file, 'utf8')
    await expect(run('sh', [script, 'https://other.example.org', file])).rejects.toMatchObject({
      output: expect.stringContaining('is there already'),
    })
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  it.each([
    [''],
    ['pacs.example.org'],
    ['ftp://x'],
    ['https://a b'],
    ['https://$(id)'],
    ['https://x//y'],
    ['https://x/a.b'],
    ['https://x/../y'],
    ['https://x/a?b'],
    ['https://x/a b'],
    ['https://x/$(id)'],
    ['https://x/%2e'],
    ['https:///x'],
  ])('refuses the address %j', async (address) => {
    await expect(run('sh', [script, address, file])).rejects.toMatchObject({ code: 'command-failed' })
  })
})

describe('the check before the start', () => {
  it('refuses every secret that everybody knows, wherever it stands in it', async () => {
    const names = [...(await readFile(check, 'utf8')).matchAll(/\b[A-Z_]*(?:PASSWORD|SECRET)[A-Z_]*\b/g)]
    const fine = Object.fromEntries(names.map(([name]) => [name, 'of-its-own']))
    const env = { ...fine, PUBLIC_URL: 'https://pacs.example.org' }
    await expect(run('sh', [check], { env })).resolves.toBe('')
    expect(names).toHaveLength(10)
    for (const [name] of names)
      for (const value of ['change-me', 'x-change-me-1', ''])
        await expect(run('sh', [check], { env: { ...env, [name]: value } })).rejects.toMatchObject({
          output: expect.stringContaining(name),
        })
  })

  it('names what is missing or known to everybody, and shows no secret', async () => {
    const env = { SECRET_KEY: 'x-change-me-x', ORTHANC_PASSWORD: 'quite secret' }
    const refusal = run('sh', [check], { env })
    await expect(refusal).rejects.toMatchObject({
      output: expect.stringMatching(/SECRET_KEY is «change-me»[^]*PUBLIC_URL is not set/),
    })
    await expect(refusal).rejects.toMatchObject({ output: expect.not.stringContaining('quite secret') })
  })
})
