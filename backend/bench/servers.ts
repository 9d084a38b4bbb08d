import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pidusage from 'pidusage'
import { PASSWORD, USER } from './request.ts'

const STARTUP_MS = 30_000

export interface Server {
  readonly url: string
  /** Processor time used so far: the measure that a busy machine disturbs least. */
  cpuMs(): Promise<number>
  rssMiB(): Promise<number>
  stop(): Promise<void>
}

interface Program {
  readonly command: string
  readonly args: (port: number) => readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Where its output goes: to a file, as a container's runtime keeps it. */
  readonly logFile: string
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

const run = async ({ command, args, env, cwd, logFile }: Program): Promise<Server> => {
  const port = await freePort()
  const log = openSync(logFile, 'a')
  const child = spawn(command, args(port), {
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: ['ignore', log, log],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const exited = once(child, 'exit')
  const pid = child.pid ?? 0
  const deadline = Date.now() + STARTUP_MS
  while (!(await answers(`http://127.0.0.1:${port}/`))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${command} did not start; see ${logFile}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url: `http://127.0.0.1:${port}/tokens/validate`,
    cpuMs: async () => (await pidusage(pid)).ctime,
    rssMiB: async () => (await pidusage(pid)).memory / 2 ** 20,
    async stop() {
      child.kill()
      await exited
    },
  }
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export const startEcho = (folder: string) =>
  run({
    command: process.execPath,
    args: () => ['--import', 'tsx', path('echo.ts')],
    env: {},
    logFile: join(folder, 'echo.log'),
  })

/** The built backend, as it is shipped. */
export const startService = (folder: string, env: Readonly<Record<string, string>>) =>
  run({
    command: process.execPath,
    args: () => ['--enable-source-maps', path('../dist/main.js')],
    env: { ...env, USERS: JSON.stringify({ [USER]: PASSWORD }) },
    logFile: join(folder, 'service.log'),
  })

/**
 * The Python service, from a copy of its sources (the folder with `app.py`) and a Python that has its packages.
 * It is only run.
 */
export const startPython = (folder: string, source: string, python: string, secretKey: string) =>
  run({
    command: python,
    args: (port) => ['-m', 'uvicorn', 'app:app', '--host', '127.0.0.1', '--port', String(port)],
    cwd: source,
    env: {
      USERS: JSON.stringify({ [USER]: PASSWORD }),
      SECRET_KEY: secretKey,
      PERMISSIONS_FILE_PATH: join(source, 'permissions.json'),
      ANONYMOUS_PROFILE_FILE_PATH: join(source, 'anonymous-profile.json'),
      PUBLIC_ORTHANC_ROOT: 'http://localhost/orthanc/',
      PUBLIC_LANDING_ROOT: 'http://localhost/share/',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    logFile: join(folder, 'python.log'),
  })
