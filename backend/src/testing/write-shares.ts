import { randomBytes } from 'node:crypto'
import { newShare } from '../store/test-shares.ts'
import { storeOfEnvironment } from './store-of-environment.ts'

/**
 * Makes, opens and revokes shares, several at a time, until it is killed; prints a line for each thing that was
 * acknowledged: `created`, `opened` or `revoked`, and the share.
 */
const store = await storeOfEnvironment(process.env)
const owner = { iss: 'https://id.example.org', sub: 'u-1', name: 'Dora Doctor' }

const keepWriting = async () => {
  for (;;) {
    const shareId = randomBytes(10).toString('base64url')
    await store.createShare(newShare({ shareId, expiresAtMs: Number.MAX_SAFE_INTEGER }))
    process.stdout.write(`created ${shareId}\n`)
    const nowMs = Date.now()
    const opening = { shareId, openId: 'an-opening-of-it', nowMs, sessionEndsAtMs: nowMs + 1 }
    const opened = await store.recordOpening({ ...opening, address: null, browser: null })
    if (opened.ok) process.stdout.write(`opened ${shareId}\n`)
    if (await store.revokeShare(shareId, owner, nowMs)) process.stdout.write(`revoked ${shareId}\n`)
  }
}
await Promise.all([1, 2, 3, 4].map(keepWriting))
