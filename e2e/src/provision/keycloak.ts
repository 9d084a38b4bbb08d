import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { cp, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Task } from '../process/progress.ts'
import { run } from '../process/run.ts'
import { SetupError } from '../process/setup-error.ts'
import { cachedFolder } from './cached-folder.ts'
import type { JavaProgram } from './java.ts'
import { keycloakCommand } from './keycloak-command.ts'
import { mavenCentral } from './maven-central.ts'

const VERSION = '26.7.3'
/** Of the .tar.gz, as Maven Central publishes it beside the file. */
const SHA256 = '77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47'
/** What Keycloak keeps its realm in: a file of its own, or a PostgreSQL. */
export type KeycloakDatabase = 'dev-file' | 'postgres'

/** Settled when the server is built: what is left for its start takes seconds. */
const buildOptions = (database: KeycloakDatabase) => [`--db=${database}`, '--http-relative-path=/keycloak']

const megabytes = (bytes: number) => Math.round(bytes / 1e6)

async function mavenSettings(): Promise<string> {
  const file = join(homedir(), '.m2', 'settings.xml')
  return existsSync(file) ? readFile(file, 'utf8') : ''
}

/** @throws {SetupError} when it cannot be had, or is not what was published */
async function download(url: string, file: string, { note, signal }: Task): Promise<void> {
  const { host } = new URL(url)
  const hash = createHash('sha256')
  try {
    const answer = await fetch(url, { signal })
    if (!answer.ok || !answer.body) throw new Error(`status ${answer.status}`)
    const total = megabytes(Number(answer.headers.get('Content-Length') ?? 0))
    let received = 0
    await pipeline(
      Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]),
      async function* count(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          received += chunk.length
          note(`${megabytes(received)} of ${total} MB fetched`)
          yield chunk
        }
      },
      createWriteStream(file),
      { signal },
    )
  } catch (error) {
    signal.throwIfAborted()
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? cause.message : message
    throw new SetupError(
      `Keycloak cannot be fetched from ${host} (${reason}): name a mirror of Maven Central in MAVEN_CENTRAL_URL, or start without --keycloak`,
    )
  }
  if (hash.digest('hex') !== SHA256) {
    throw new SetupError(
      `What ${host} gives as Keycloak ${VERSION} is not what was published; try another mirror`,
    )
  }
}

async function fetchAndUnpack(folder: string, repository: string | undefined, task: Task): Promise<void> {
  const archive = join(folder, 'keycloak.tar.gz')
  const name = 'keycloak-quarkus-dist'
  const path = `org/keycloak/${name}/${VERSION}/${name}-${VERSION}.tar.gz`
  await download(`${mavenCentral(repository, await mavenSettings())}/${path}`, archive, task)
  task.note('unpacking')
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', folder], { signal: task.signal })
  await rm(archive)
}

/**
 * Keycloak's distribution from Maven Central, built for the path /keycloak and its database; kept in the cache
 * (about 190 MB on disk for each kind of database) and never written to afterwards.
 *
 * @param repository `MAVEN_CENTRAL_URL`; absent: the mirror of the user's Maven settings, else the public one
 * @returns its folder
 * @throws {SetupError} when it cannot be had
 */
export async function provideKeycloak(
  cacheFolder: string,
  java: JavaProgram,
  repository: string | undefined,
  task: Task,
  database: KeycloakDatabase = 'dev-file',
): Promise<string> {
  const options = buildOptions(database)
  const built = createHash('sha256').update(options.join(' ')).digest('hex').slice(0, 8)
  return cachedFolder(join(cacheFolder, `keycloak-${VERSION}-${built}`), async (folder) => {
    // The other kind is a copy, built anew: fetched once.
    if (database === 'dev-file') await fetchAndUnpack(folder, repository, task)
    else await cp(await provideKeycloak(cacheFolder, java, repository, task), folder, { recursive: true })
    task.note('building')
    const { command, args } = keycloakCommand(java, folder, ['build', ...options])
    await run(command, args, { signal: task.signal })
  })
}
