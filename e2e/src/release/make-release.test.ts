import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../process/run.ts'
import { builds, cacheFolder, inProject, projectFolder } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { makeRelease } from './make-release.ts'

const task = { note: () => undefined, signal: new AbortController().signal }
const TIMEOUT_MS = 300_000

describe('the files of a release', () => {
  let folder: string
  let releaseFolder: string
  let names: string[]
  const make = (name: string) =>
    makeRelease({ project: projectFolder, cacheFolder, releaseFolder: join(folder, name) }, task)
  const readRelease = (name: string) => readFile(join(releaseFolder, name), 'utf8')
  const list = (start: string) => {
    const name = names.find((one) => one.startsWith(start)) ?? `no ${start}`
    return run('tar', ['-tzf', join(releaseFolder, name)])
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studylink-release-test-'))
    releaseFolder = join(folder, 'one')
    await buildPackages(builds, task)
    await make('one')
    names = await readdir(releaseFolder)
  }, TIMEOUT_MS)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('have checksums that sha256sum takes, of every file', async () => {
    const told = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: releaseFolder })
    expect(told.trim().split('\n')).toHaveLength(names.length - 1)
    expect(names.length).toBeGreaterThan(6)
  })

  it(
    'are the same, byte for byte, when they are made again later',
    async () => {
      await utimes(inProject('backend', 'dist', 'main.js'), new Date(), new Date())
      await make('two')
      expect(await readFile(join(folder, 'two', 'SHA256SUMS'), 'utf8')).toBe(await readRelease('SHA256SUMS'))
    },
    TIMEOUT_MS,
  )

  it('hold a service that starts on Node alone, and says what it lacks', async () => {
    const place = join(folder, 'unpacked')
    await run('mkdir', [place])
    const name = names.find((one) => one.startsWith('studylink-backend-')) ?? ''
    await run('tar', ['-xzf', join(releaseFolder, name), '-C', place, '--strip-components=1'])
    await expect(
      run(process.execPath, ['dist/main.js'], { cwd: place, env: { DATA_DIR: folder } }),
    ).rejects.toMatchObject({ output: expect.stringContaining('SECRET_KEY: is missing') })
    await run(process.execPath, ['-e', 'require("libsql"); require("pg")'], { cwd: place, env: {} })
    const notices = await readFile(join(place, 'THIRD-PARTY-NOTICES'), 'utf8')
    for (const part of ['hono ', 'libsql ', 'preact ', 'Permission is hereby granted'])
      expect(notices).toContain(part)
  })

  it('hold what a sysadmin is told to take from them', async () => {
    const deployment = await list('studylink-deploy-')
    for (const path of [
      'deploy/compose.yaml',
      'deploy/debian/settings.sh',
      'deploy/nginx/fill.sh',
      'deploy/systemd/studylink.service',
      'docs/install-debian.md',
    ])
      expect(deployment).toContain(`/${path}\n`)
    expect(await list('studylink-ohif-')).toContain('/ohif/index.html\n')
    expect(await list('studylink-web-')).toContain('/ohif-extension/ohif-extension.js\n')
    for (const browser of ['chrome', 'firefox'])
      expect(names.some((name) => name.startsWith(`studylink-${browser}-`))).toBe(true)
  })

  it('hold every page that a page of theirs leads to', async () => {
    const place = join(folder, 'pages')
    await run('mkdir', [place])
    const name = names.find((one) => one.startsWith('studylink-deploy-')) ?? ''
    await run('tar', ['-xzf', join(releaseFolder, name), '-C', place, '--strip-components=1'])
    const pages = (await readdir(place, { recursive: true })).filter((path) => path.endsWith('.md'))
    expect(pages.length).toBeGreaterThan(10)
    const dead: string[] = []
    for (const page of pages) {
      const text = await readFile(join(place, page), 'utf8')
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#\s]+)/g))
        if (!existsSync(join(place, dirname(page), target))) dead.push(`${page}: ${target}`)
    }
    expect(dead).toEqual([])
  })

  it('hold no secret of the machine that made them', async () => {
    expect(await list('studylink-deploy-')).not.toMatch(/\/(?:\.env|tls\/|acme\/)/)
  })
})
