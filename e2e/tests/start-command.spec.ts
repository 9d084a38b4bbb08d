import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../src/process/free-port.ts'
import { projectFolder } from '../src/project.ts'
import { expect, test } from './fixtures.ts'

/** `npm start` as a person runs it, in a process group of its own: what it leaves behind stays in there. */
const startByHand = async (...options: string[]) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'studylink-start-'))
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
    clean: () => rm(dataFolder, { recursive: true, force: true }),
  }
}

test('npm start says when it is ready, and Ctrl-C leaves no process', async ({ request }) => {
  const port = await freePort()
  const start = await startByHand('--port', String(port))
  await expect.poll(start.output, { timeout: 90_000 }).toContain(`Ready: http://127.0.0.1:${port}/`)
  expect(start.output()).toContain('doctor')
  expect((await request.get(`http://127.0.0.1:${port}/share/api/config`)).status()).toBe(200)

  start.interrupt()
  await start.ended
  await expect.poll(start.isGroupAlive).toBe(false)
  await start.clean()
})

test('a port that is taken is said in one line', async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? '')
  const start = await startByHand('--port', port)
  const [status] = (await start.ended) as [number]
  expect(status).not.toBe(0)
  expect(start.output()).toContain(port)
  expect(start.output()).not.toContain('    at ')
  await start.clean()
})
