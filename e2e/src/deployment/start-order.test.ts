import { randomBytes } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { builds, cacheFolder, inProject } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { provideNginx } from '../provision/nginx.ts'
import { findPostgresql } from '../provision/postgresql.ts'
import { sampleStudies } from '../samples/catalog.ts'
import {
  createStand,
  newGatewayCredentials,
  startStockOrthanc,
  storeSamples,
  task,
  tokenOfGuest,
  type Stand,
} from '../testing/stand.ts'
import { startBackend } from '../stack/backend.ts'
import { startNginx } from '../stack/nginx/server.ts'
import { createDatabase, startPostgresql } from '../stack/postgresql.ts'
import { createFrontDoor } from '../testing/front-door.ts'
import { startNameServer } from '../testing/name-server.ts'
import { startTokenIssuer } from '../testing/token-issuer.ts'

const bin = await findPostgresql(cacheFolder)
const { studyInstanceUID } = sampleStudies.ctThorax
const PATIENCE = { timeout: 30_000 }

describe.skipIf(bin === undefined && process.env.REQUIRE !== 'all')(
  'the deployment, started in the worst order',
  { timeout: 180_000 },
  () => {
    let stand: Stand
    beforeAll(async () => {
      stand = await createStand()
      // PostgreSQL runs as nobody when we are root, and has to find its folder.
      await chmod(stand.folder, 0o711)
      await buildPackages(builds, task)
    }, 120_000)
    afterAll(() => stand.stop())

    it('says what is missing, and needs no second start when it comes', async () => {
      const doors = {
        backend: await createFrontDoor(),
        orthanc: await createFrontDoor(),
        identity: await createFrontDoor(),
        postgresql: await createFrontDoor(),
      }
      for (const door of Object.values(doors)) stand.keep({ stop: door.shut })
      const names = stand.keep(await startNameServer())
      const port = await freePort()
      const publicUrl = new URL(`http://127.0.0.1:${port}`)
      const gatewayCredentials = newGatewayCredentials()
      // Known before they run, as in a compose file.
      const issuer = stand.keep(await startTokenIssuer())
      const orthancPort = await freePort()
      const credentials = newGatewayCredentials()
      const stock = await startStockOrthanc(stand, { port: orthancPort, credentials })
      await storeSamples(stock)
      await stock.stop()
      const postgresqlOptions = {
        bin: bin ?? '',
        folder: join(stand.folder, 'postgresql'),
        port: await freePort(),
      }
      const prepared = await startPostgresql(postgresqlOptions)
      const database = await createDatabase(postgresqlOptions.bin, prepared.url, 'studylink')
      database.host = new URL(doors.postgresql.url).host
      await prepared.child.stop()
      const named = (name: string, { url }: { url: string }) => url.replace('127.0.0.1', `${name}.test`)
      await mkdir(join(stand.folder, 'web', 'ohif'), { recursive: true })
      await writeFile(join(stand.folder, 'web', 'ohif', 'index.html'), '<title>Viewer</title>')

      // 1. nginx: no name behind it is known.
      const nginx = stand.keep(
        await startNginx({
          program: await provideNginx(cacheFolder, task),
          publicUrl,
          port,
          nameServers: names.address,
          mode: 'guard',
          backendUrl: named('backend', doors.backend),
          backendCredentials: gatewayCredentials,
          orthancUrl: named('orthanc', doors.orthanc),
          orthancCredentials: credentials,
          identityUrl: named('keycloak', doors.identity),
          webRoot: join(stand.folder, 'web'),
          ohifConfiguration: inProject('deploy', 'ohif', 'app-config.js'),
          dataFolder: join(stand.folder, 'nginx'),
          logFolder: join(stand.folder, 'nginx-logs'),
        }),
      )
      const token = await issuer.accessToken('doctor-role')
      const ask = (path: string, init: RequestInit = {}) => fetch(nginx.url + path, init)
      const statusOf = async (path: string) => (await ask(path)).status
      const share = async () => {
        const answer = await ask('/share/api/shares', {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ studies: [{ studyInstanceUID }] }),
        })
        const { code } = (await answer.json().catch(() => ({}))) as { code?: string }
        return code ?? answer.status
      }
      const expectShare = (wanted: string | number) => expect.poll(share, PATIENCE).toBe(wanted)

      expect(await statusOf('/ohif/')).toBe(200)
      for (const path of [
        '/share/s',
        '/orthanc/studies',
        '/orthanc/dicom-web/studies',
        '/keycloak/realms/orthanc/',
      ])
        expect([path, await statusOf(path)]).toEqual([path, 503])

      // 2. The names are known, and the service runs: of what it needs nothing does.
      names.answer()
      const backend = stand.keep(
        await startBackend({
          publicUrl,
          secretKey: randomBytes(48).toString('base64url'),
          gatewayCredentials,
          identity: { ...issuer, innerUrl: doors.identity.url },
          orthanc: { url: doors.orthanc.url, credentials },
          dataFolder: join(stand.folder, 'backend'),
          logFolder: stand.logFolder,
          until: '/healthz',
          settings: { DATABASE_URL: database.href },
        }),
      )
      await doors.backend.leadTo(backend.url)
      await expect.poll(() => statusOf('/share/s'), PATIENCE).toBe(200)
      expect((await fetch(`${backend.url}/readyz`)).status).toBe(503)
      await expectShare('identity-unavailable')

      // 3. One after the other.
      await doors.identity.leadTo(issuer.url)
      await expectShare('orthanc-unavailable')
      await startStockOrthanc(stand, { port: orthancPort, credentials })
      await doors.orthanc.leadTo(`http://127.0.0.1:${orthancPort}`)
      await expectShare('store-unavailable')
      stand.keep((await startPostgresql(postgresqlOptions)).child)
      await doors.postgresql.leadTo(prepared.url)
      await expect.poll(async () => (await fetch(`${backend.url}/readyz`)).status, PATIENCE).toBe(200)
      await expectShare(201)

      const guest = await tokenOfGuest(nginx.url, token, studyInstanceUID, false)
      const metadata = await ask(`/orthanc/dicom-web/studies/${studyInstanceUID}/metadata`, {
        headers: { Authorization: `Bearer ${guest}` },
      })
      expect(metadata.status).toBe(200)
    })
  },
)
