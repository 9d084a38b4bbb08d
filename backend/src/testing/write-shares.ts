import { randomBytes } from 'node:crypto'
import { createShareStore } from '../store/kysely-share-store.ts'
import { plainRules } from '../store/plain-rules.ts'
import { createSqlite } from '../store/sqlite.ts'

/** Writes shares into `DATA_DIR` until it is killed, and prints the id of each one that was acknowledged. */
const store = await createShareStore(createSqlite(process.env['DATA_DIR'] ?? ''))
for (;;) {
  const { shareId } = await store.createShare({
    shareId: randomBytes(10).toString('base64url'),
    codeKid: 'kid00001',
    createdAtMs: 0,
    ownerIss: 'https://id.example.org',
    ownerSub: 'u-1',
    createdBy: 'Dora Doctor',
    expiresAtMs: 1,
    viewer: null,
    allowDownload: false,
    ...plainRules,
    studies: [{ studyInstanceUID: '1.2.3', orthancId: '0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d' }],
  })
  process.stdout.write(`${shareId}\n`)
}
