import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../process/free-port.ts'
import { run } from '../process/run.ts'
import { builds, cacheFolder } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { providePostgresql } from '../provision/postgresql.ts'
import {
  createStand,
  newGatewayCredentials,
  startStockOrthanc,
  storeSamples,
  task,
} from '../testing/stand.ts'
import { startBackend } from '../stack/backend.ts'
import { startPostgresql } from '../stack/postgresql.ts'
import { startTokenIssuer } from '../testing/token-issuer.ts'
import { replicaAt } from './replica.ts'

/** What each backend says when it hears of the others again, and when it does not any more. */
const LISTENING = 'listening for changes of other backends'
const INTERRUPTED = 'the feed of changes is interrupted'

/** A real PostgreSQL that can be stopped, started, and asked as its administrator. */
async function startDatabase() {
  const bin = await providePostgresql(cacheFolder, task)
  // Beside the stand's folder, not in it: it may run as a user who may not go there.
  const folder = await mkdtemp(join(tmpdir(), 'studylink-postgresql-'))
  const options = { bin, folder, port: await freePort() }
  let server = await startPostgresql(options)
  return {
    url: server.url,
    halt: () => server.child.stop(),
    resume: async () => void (server = await startPostgresql(options)),
    /** Past the backends, from a database of the administrator's. */
    async query(text: string) {
      const url = new URL('/template1', server.url)
      await run(join(bin, 'psql'), ['--no-psqlrc', '--quiet', '-v', 'ON_ERROR_STOP=1', '-c', text, url.href])
    },
    async stop() {
      await server.child.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** Two built backends, processes of their own, on one PostgreSQL; an Orthanc with studies; an issuer of tokens. */
export async function startTwoBackends() {
  const stand = await createStand()
  try {
    await buildPackages({ ...builds, only: 'backend' }, task)
    const database = stand.keep(await startDatabase())
    const orthanc = await startStockOrthanc(stand)
    const { own: study } = await storeSamples(orthanc)
    const issuer = stand.keep(await startTokenIssuer())
    const credentials = newGatewayCredentials()
    const accessTokens = {
      doctor: await issuer.accessToken('doctor-role'),
      admin: await issuer.accessToken('admin-role'),
    }
    const shared = {
      publicUrl: new URL('http://127.0.0.1:9'),
      secretKey: randomBytes(48).toString('base64url'),
      gatewayCredentials: credentials,
      identity: issuer,
      orthanc,
      // No pages: the front ends need not be built.
      settings: { DATABASE_URL: database.url, SHARE_DOWNLOAD: 'allowed', WEB_DIR: '' },
    }

    const startReplica = async (name: string) => {
      const folder = join(stand.folder, name)
      await mkdir(folder)
      const begin = () => startBackend({ ...shared, dataFolder: join(folder, 'data'), logFolder: folder })
      let backend = await begin()
      stand.keep({ stop: () => backend.stop() })
      return {
        ...replicaAt(() => backend.url, { credentials, accessTokens, study }),
        /** kill −9. */
        kill: () => backend.kill(),
        restart: async () => void (backend = await begin()),
        /** Does it hear of the others' changes? */
        async isListening() {
          const log = await readFile(join(folder, 'backend.log'), 'utf8')
          return log.lastIndexOf(LISTENING) > log.lastIndexOf(INTERRUPTED)
        },
      }
    }
    const [a, b] = [await startReplica('a'), await startReplica('b')]
    return { a, b, database, stop: stand.stop }
  } catch (error) {
    await stand.stop()
    throw error
  }
}
export type TwoBackends = Awaited<ReturnType<typeof startTwoBackends>>
