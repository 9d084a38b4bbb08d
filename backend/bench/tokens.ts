import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { systemClock } from '../src/kernel/clock.ts'
import { createKeyRing } from '../src/keys/key-ring.ts'
import { createShareStore } from '../src/store/kysely-share-store.ts'
import { plainRules } from '../src/store/plain-rules.ts'
import { createSqlite } from '../src/store/sqlite.ts'
import { createLiveShares } from '../src/tokens/live-shares.ts'
import { createResourceTokens } from '../src/tokens/resource-tokens.ts'
import { ORTHANC_ID, STUDY_UID } from './request.ts'

/** More than are kept decrypted: used in turn, each is met for the first time. */
const UNSEEN_TOKENS = 16_000
const HOUR_MS = 3_600_000

export interface TokenCase {
  readonly name: string
  readonly tokens: readonly string[]
  readonly granted: boolean
}

/** Writes a living and a revoked share into the store of a service that is yet to start, and makes their tokens. */
export const seedTokens = async (dataDir: string, secretKey: string): Promise<readonly TokenCase[]> => {
  const store = await createShareStore(createSqlite(dataDir))
  const endsAtMs = systemClock() + 3 * HOUR_MS
  const share = () =>
    store.createShare({
      shareId: randomBytes(10).toString('base64url'),
      codeKid: 'bench',
      createdAtMs: systemClock(),
      ownerIss: 'https://id.example.org',
      ownerSub: 'u-1',
      createdBy: 'Dora Doctor',
      expiresAtMs: endsAtMs,
      viewer: null,
      allowDownload: false,
      ...plainRules,
      studies: [{ studyInstanceUID: STUDY_UID, orthancId: ORTHANC_ID }],
    })
  const [living, revoked] = [await share(), await share()]
  await store.revokeShare(revoked.shareId, { iss: '', sub: '', name: '' }, systemClock())
  await store.close()

  const liveShares = createLiveShares({
    load: async () => undefined,
    freshUntil: systemClock,
    clock: systemClock,
  })
  const mint = createResourceTokens({
    keyRing: createKeyRing([secretKey]),
    liveShares,
    clock: systemClock,
  })
  const tokenOf = async ({ shareId, generation }: typeof living) =>
    (await mint.forShare({ shareId, generation, download: false, endsAtMs })).token
  const seen = await tokenOf(living)
  return [
    { name: 'cached', tokens: [seen], granted: true },
    {
      name: 'uncached',
      tokens: await Promise.all(Array.from({ length: UNSEEN_TOKENS }, () => tokenOf(living))),
      granted: true,
    },
    { name: 'revoked', tokens: [await tokenOf(revoked)], granted: false },
    { name: 'invalid', tokens: [`${seen.slice(0, -4)}AAAA`], granted: false },
  ]
}

/** A token of the Python service's form. */
export const pythonToken = (secretKey: string): Promise<string> =>
  new SignJWT({
    id: 'bench',
    resources: [{ dicom_uid: STUDY_UID, orthanc_id: ORTHANC_ID, url: null, level: 'study' }],
    type: 'ohif-viewer-publication',
    expiration_date: new Date(systemClock() + HOUR_MS).toISOString(),
    validity_duration: null,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secretKey))
