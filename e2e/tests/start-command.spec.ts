import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../src/process/free-port.ts'
import { projectFolder } from '../src/project.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, signInTo, test } from './fixtures.ts'
import { Api, codeOf } from './pages/api.ts'

let dataFolder: string
test.beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'studylink-start-'))
})
test.afterEach(() => rm(dataFolder, { recursive: true, force: true }))

/** `npm start` as a person runs it, in a process group of its own: what it leaves behind stays in there. */
const startByHand = (...options: string[]) => {
  const child = spawn('npm', ['start', '--', ...options], {
    cwd: projectFolder,
    detached: true,
    env: { ...process.env, STUDYLINK_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const ended = once(child, 'exit')
  const group = -(child.pid ?? 0)
  return {
    output: () => output,
    ended,
    interrupt: () => process.kill(group, 'SIGINT'),
    isGroupAlive: () => {
      try {
        return process.kill(group, 0)
      } catch {
        return false
      }
    },
  }
}

test('npm start says when it is ready, and Ctrl-C leaves no process', async ({ request }) => {
  const port = await freePort()
  const start = startByHand('--port', String(port))
  await expect.poll(start.output, { timeout: 90_000 }).toContain(`Ready: http://127.0.0.1:${port}/`)
  expect(start.output()).toContain('doctor')
  expect((await request.get(`http://127.0.0.1:${port}/share/api/config`)).status()).toBe(200)

  start.interrupt()
  await start.ended
  await expect.poll(start.isGroupAlive).toBe(false)
})

test('a later start finds what was shared, at an Orthanc and under an address that it was told', async ({
  browser,
  playwright,
}) => {
  const { orthanc } = stackUnderTest()
  const existing = Object.assign(new URL(orthanc.url), orthanc.credentials)
  const port = await freePort()
  const publicUrl = `http://studylink.test:${port}`
  const baseURL = `http://127.0.0.1:${port}`
  const startIt = async () => {
    const start = startByHand('--orthanc', existing.href, '--public-url', publicUrl)
    await expect.poll(start.output, { timeout: 90_000 }).toContain(`Ready: ${baseURL}/`)
    expect(start.output()).not.toContain(orthanc.credentials.password)
    return start
  }
  const end = async ({ interrupt, ended }: Awaited<ReturnType<typeof startIt>>) => {
    interrupt()
    await ended
  }

  const request = await playwright.request.newContext({ baseURL })
  const api = new Api(request)
  const first = await startIt()
  const { context, accessToken } = await signInTo(browser, 'doctor', { baseURL })
  await context.close()
  const studies = [{ studyInstanceUID: sampleStudies.mrKnee.studyInstanceUID }]
  const { url } = await api.createShare(accessToken, { studies })
  expect(new URL(url).origin).toBe(publicUrl)
  await end(first)

  const second = await startIt()
  expect((await api.preview(codeOf(url))).status()).toBe(200)
  await end(second)
  await request.dispose()
})

test('a port that is taken is said in one line', async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? '')
  const start = startByHand('--port', port)
  const [status] = (await start.ended) as [number]
  expect(status).not.toBe(0)
  expect(start.output()).toContain(port)
  expect(start.output()).not.toContain('    at ')
})
