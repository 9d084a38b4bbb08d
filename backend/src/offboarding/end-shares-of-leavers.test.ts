import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeycloakAdmin } from '../identity/index.ts'
import { CLIENT_SECRET, type StandInKeycloak, startStandInKeycloak } from '../identity/stand-in-keycloak.ts'
import { createShareStore } from '../store/kysely-share-store.ts'
import type { ShareStore } from '../store/share-store.ts'
import { createSqlite } from '../store/sqlite.ts'
import { newShare } from '../store/test-shares.ts'
import { endSharesOfLeavers } from './end-shares-of-leavers.ts'

const ISSUER = 'https://pacs.example.org/keycloak/realms/orthanc'
const NOW_MS = Date.UTC(2026, 0, 1)

let folder: string
let store: ShareStore
let keycloak: StandInKeycloak
const told: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studylink-offboarding-'))
  store = await createShareStore(createSqlite(folder))
  told.length = 0
})
afterEach(async () => {
  await store.close()
  await keycloak.close()
  rmSync(folder, { recursive: true })
})

const shareOf = (shareId: string, ownerSub: string, ownerIss = ISSUER) =>
  store.createShare(newShare({ shareId, ownerSub, ownerIss, expiresAtMs: NOW_MS + 60_000 }))

const look = (adminUri = keycloak.adminUri) =>
  endSharesOfLeavers({
    store,
    liveShares: { update: ({ shareId }) => void told.push(shareId) },
    users: createKeycloakAdmin({
      realmUri: keycloak.realmUri,
      adminUri,
      clientSecret: CLIENT_SECRET,
      log: { warn: () => {} },
      // Long enough for a busy machine: only where Keycloak hangs it is waited out.
      timeoutMs: 2_000,
    }),
    issuers: [ISSUER],
    clock: () => NOW_MS,
    log: { info: () => {} },
  })
const isRevoked = async (shareId: string) => (await store.getShare(shareId))?.revokedAtMs === NOW_MS

test('revokes what disabled and deleted users share, tells at once, and leaves the rest', async () => {
  keycloak = await startStandInKeycloak({
    users: [
      { id: 'here', username: 'ada' },
      { id: 'disabled', username: 'ben', enabled: false },
    ],
  })
  await shareOf('share-of-here', 'here')
  await shareOf('share-of-disabled', 'disabled')
  await shareOf('share-of-deleted', 'deleted')
  await shareOf('another-of-deleted', 'deleted')
  await shareOf('share-of-elsewhere', 'deleted', 'https://elsewhere.example.org')
  await look()
  const revoked = ['another-of-deleted', 'share-of-deleted', 'share-of-disabled']
  expect(told.toSorted()).toEqual(revoked)
  for (const shareId of revoked) expect(await isRevoked(shareId)).toBe(true)
  for (const shareId of ['share-of-here', 'share-of-elsewhere']) expect(await isRevoked(shareId)).toBe(false)
})

test('looks at every owner, however many there are', async () => {
  keycloak = await startStandInKeycloak()
  for (let index = 0; index < 250; index += 1) await shareOf(`share-${index}`, `owner-${index}`)
  await look()
  expect(told).toHaveLength(250)
})

test.each(['down', 'hanging', 'rubbish'] as const)('changes nothing while Keycloak is %s', async (how) => {
  keycloak = await startStandInKeycloak()
  keycloak.behave(how)
  await shareOf('share-of-deleted', 'deleted')
  await look()
  expect(await isRevoked('share-of-deleted')).toBe(false)
  keycloak.behave('up')
  await look()
  expect(await isRevoked('share-of-deleted')).toBe(true)
})

test('takes «not found» of a wrong address for no answer', async () => {
  keycloak = await startStandInKeycloak()
  await shareOf('share-of-deleted', 'deleted')
  for (const wrong of ['/admin/realms/other', '/elsewhere'])
    await look(keycloak.adminUri.replace('/admin/realms/orthanc', wrong))
  expect(await isRevoked('share-of-deleted')).toBe(false)
})
