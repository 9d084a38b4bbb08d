import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareKeycloakHome, type KeycloakHomeOptions } from './home.ts'

let options: KeycloakHomeOptions
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studylink-keycloak-'))
  const distribution = join(folder, 'distribution')
  await mkdir(join(distribution, 'lib'), { recursive: true })
  await writeFile(join(distribution, 'lib', 'server.jar'), 'server')
  const realmFile = join(folder, 'realm.json')
  await writeFile(realmFile, '{"realm":"orthanc"}')
  options = {
    distribution,
    realmFile,
    publicUrl: new URL('http://127.0.0.1:8080'),
    dataFolder: join(folder, 'data'),
  }
})

afterEach(() => rm(folder, { recursive: true }))

describe('the folder that Keycloak runs in', () => {
  it('has the server of the distribution and the realm to import', async () => {
    const home = await prepareKeycloakHome(options)
    expect(await readFile(join(home.folder, 'lib', 'server.jar'), 'utf8')).toBe('server')
    expect(await readFile(join(home.folder, 'data/import/realm-orthanc.json'), 'utf8')).toContain('orthanc')
  })

  it('is the same with the same secrets at the next start', async () => {
    expect(await prepareKeycloakHome(options)).toEqual(await prepareKeycloakHome(options))
  })

  it('is another for another public address', async () => {
    const home = await prepareKeycloakHome(options)
    const other = await prepareKeycloakHome({ ...options, publicUrl: new URL('http://127.0.0.1:9000') })
    expect(other.folder).not.toBe(home.folder)
    expect(other.secrets.clientSecret).not.toBe(home.secrets.clientSecret)
  })

  it('is another for another realm file', async () => {
    const home = await prepareKeycloakHome(options)
    await writeFile(options.realmFile, '{"realm":"orthanc","enabled":true}')
    expect((await prepareKeycloakHome(options)).folder).not.toBe(home.folder)
  })
})
