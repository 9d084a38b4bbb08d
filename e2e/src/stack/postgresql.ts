import { randomBytes } from 'node:crypto'
import { chownSync, existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild, type Child } from '../process/child.ts'
import { run } from '../process/run.ts'
import { untilReady } from '../process/until-ready.ts'

export interface PostgresqlOptions {
  /** Folder of its programs: `providePostgresql`. */
  readonly bin: string
  /** Its data, made when it is empty or missing. For root it has to lie where others may go: not in a home. */
  readonly folder: string
  readonly port: number
  /** Of its log; absent: with its data. */
  readonly logFolder?: string
}

export interface Postgresql {
  /** `postgresql://…` of its own database; others are made beside it. */
  readonly url: string
  readonly child: Child
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = { uid: 65_534, gid: 65_534 }
/** Nobody but by the loopback and the password. */
const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=']
const isRoot = process.getuid?.() === 0

const initialise = async (bin: string, folder: string) => {
  const passwordFile = join(folder, 'password')
  const data = join(folder, 'data')
  await mkdir(data, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, randomBytes(16).toString('hex'), { mode: 0o600 })
  if (isRoot) for (const path of [folder, data, passwordFile]) chownSync(path, NOBODY.uid, NOBODY.gid)
  const options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--username=studylink']
  try {
    await run(join(bin, 'initdb'), ['-D', data, '--no-sync', `--pwfile=${passwordFile}`, ...options], {
      cwd: folder,
      ...(isRoot ? NOBODY : {}),
    })
  } catch (error) {
    await rm(data, { recursive: true, force: true })
    throw error
  }
}

/** A PostgreSQL of our own on the loopback, with a password; lives as long as we do. */
export async function startPostgresql({
  bin,
  folder,
  port,
  logFolder = folder,
}: PostgresqlOptions): Promise<Postgresql> {
  const data = join(folder, 'data')
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(bin, folder)
  const password = await readFile(join(folder, 'password'), 'utf8')
  const child = startChild({
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    logFile: join(logFolder, 'postgresql.log'),
    // Ends its clients and itself; at SIGTERM it would wait for them.
    stopSignal: 'SIGINT',
    ...(isRoot ? { user: NOBODY } : {}),
  })
  const probe = ['-h', '127.0.0.1', '-p', String(port), '-t', '2']
  const isReady = () => run(join(bin, 'pg_isready'), probe).then(() => true)
  await untilReady('PostgreSQL', isReady, child.ended)
  return { url: `postgresql://studylink:${password}@127.0.0.1:${port}/postgres`, child }
}

/** Makes a database of this name. @returns its URL */
export async function createDatabase(bin: string, server: string, name: string): Promise<URL> {
  const url = new URL(server)
  await run(join(bin, 'createdb'), ['-h', url.hostname, '-p', url.port, '-U', url.username, name], {
    env: { PATH: process.env.PATH, LC_ALL: 'C', PGPASSWORD: url.password },
  })
  return new URL(`/${name}`, url)
}
