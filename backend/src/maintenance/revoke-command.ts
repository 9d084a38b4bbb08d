import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { z } from 'zod'
import { readConfig } from '../config/read-config.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ShareStore } from '../store/share-store.ts'
import { SQLITE_FILE } from '../store/sqlite.ts'
import { openStore } from '../wiring/open-store.ts'
import { tellingErrors, UsageError } from './usage-error.ts'

const HELP = `node main.js revoke --all | --made-before INSTANT | --shares FILE
  Revokes shares for good, as their owners would: their links and what guests have open end. For a store that was
  restored from a copy, which knows nothing of what was revoked since. With SQLite the service must be stopped.

  --all                  every share that has not ended
  --made-before INSTANT  those made before then, e.g. 2026-11-25T14:00:00Z
  --shares FILE          those named in it, one share id a line
`

const PAGE = 500

const parseInstant = (text: string): number => {
  const parsed = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(text)
  if (!parsed.success)
    throw new UsageError('--made-before wants an instant with its time zone: 2026-11-25T14:00:00Z')
  return Date.parse(parsed.data)
}

const readIds = (path: string): readonly string[] => {
  try {
    return readFileSync(path, 'utf8').split(/\s+/).filter(Boolean)
  } catch (error) {
    throw new UsageError(`${path}: cannot be read`, { cause: error })
  }
}

/** Ids of what has not ended and was made before an instant. */
const livingBefore = async (store: ShareStore, madeBeforeMs: number, nowMs: number): Promise<string[]> => {
  const ids: string[] = []
  for (let before: { createdAtMs: number; shareId: string } | undefined; ;) {
    const page = await store.listShares({ nowMs, before, limit: PAGE })
    for (const { shareId, createdAtMs, revokedAtMs, expiresAtMs } of page)
      if (revokedAtMs === null && expiresAtMs > nowMs && createdAtMs < madeBeforeMs) ids.push(shareId)
    before = page.at(-1)
    if (page.length < PAGE) return ids
  }
}

const revokeAll = async (store: ShareStore, ids: readonly string[], nowMs: number) => {
  let revoked = 0
  let unknown = 0
  for (const shareId of ids) {
    const share = await store.revokeShare(shareId, null, nowMs)
    if (!share) unknown += 1
    else if (share.revokedAtMs === nowMs) revoked += 1
  }
  return { revoked, unknown, before: ids.length - revoked - unknown }
}

/**
 * `revoke`: needs the service's environment.
 * @param write takes what it says
 * @returns the exit status
 * @throws ConfigError when the environment is not usable, or a running service holds the store
 */
export const runRevoke = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
  clock: Clock,
): Promise<number> =>
  tellingErrors(write, async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        all: { type: 'boolean' },
        'made-before': { type: 'string' },
        shares: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) {
      write(HELP)
      return 0
    }
    const { all, 'made-before': madeBefore, shares } = values
    if ([all, madeBefore, shares].filter((one) => one !== undefined).length !== 1)
      throw new UsageError(`One of the three is wanted.\n${HELP}`)
    const named = shares === undefined ? undefined : readIds(shares)
    const madeBeforeMs = madeBefore === undefined ? Number.MAX_SAFE_INTEGER : parseInstant(madeBefore)
    const config = readConfig(env)
    // To revoke nothing in a store just made would look like success.
    if (config.DATABASE_URL === undefined && !existsSync(join(config.DATA_DIR, SQLITE_FILE)))
      throw new UsageError(`there is no store in ${config.DATA_DIR}: DATA_DIR is the service's`)
    const store = await openStore(config, clock, pino({ level: 'silent' }))
    try {
      const nowMs = clock()
      const ids = named ?? (await livingBefore(store, madeBeforeMs, nowMs))
      const { revoked, unknown, before } = await revokeAll(store, ids, nowMs)
      write(`${revoked} revoked, ${before} had been revoked before, ${unknown} unknown\n`)
      return 0
    } finally {
      await store.close()
    }
  })
