/**
 * The store with a thousand and with a million shares: what making, opening, listing and validating cost.
 * Exits with 1 when one of them costs more than 1.5 times as much.
 *
 * - `BENCH_SHARES` (1000000): the larger store
 * - `BENCH_DATABASE_URL`: a PostgreSQL database without tables, instead of SQLite
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql, type Insertable } from 'kysely'
import { createShareStore } from '../src/store/kysely-share-store.ts'
import { createPostgresql } from '../src/store/postgresql.ts'
import { rowOfNewShare, rowsOfStudies } from '../src/store/share-rows.ts'
import { createSqlite } from '../src/store/sqlite.ts'
import type { SharesTable, ShareStudiesTable, Tables } from '../src/store/tables.ts'
import { idOf, newShare } from '../src/store/test-shares.ts'
import { median } from './measure.ts'

const SMALL = 1_000
const LARGE = Number(process.env['BENCH_SHARES'] ?? 1_000_000)
const MOST = 1.5
/** A thousand shares have one owner, so that an owner's list is as long in both stores. */
const SHARES_OF_AN_OWNER = 1_000
const BATCH = 500
const SAMPLES = 300
const NOW = 1_800_000_000_000
const YEAR_MS = 365 * 86_400_000

const say = (line: string) => process.stdout.write(`${line}\n`)
const dataDir = mkdtempSync(join(tmpdir(), 'studylink-bench-'))
const databaseUrl = process.env['BENCH_DATABASE_URL']
const open = () =>
  databaseUrl === undefined ? createSqlite(dataDir) : createPostgresql(databaseUrl, Date.now)

const ownerOf = (n: number) => `u-${Math.floor(n / SHARES_OF_AN_OWNER)}`
const sample = (n: number) =>
  newShare({
    shareId: idOf(n),
    createdAtMs: NOW + n,
    expiresAtMs: NOW + YEAR_MS,
    ownerSub: ownerOf(n),
    studies: [{ studyInstanceUID: `1.2.3.${n}`, orthancId: `orthanc-${n}` }],
  })

/** Past the store's own way, which would take hours. */
const fill = async (from: number, to: number) => {
  const kind = open()
  const db = new Kysely<Tables>({ dialect: kind.migrationDialect?.() ?? kind.dialect })
  for (let first = from; first < to; first += BATCH) {
    const shares = Array.from({ length: Math.min(BATCH, to - first) }, (_, index) => sample(first + index))
    const rows: Insertable<SharesTable>[] = shares.map(rowOfNewShare)
    const studies: Insertable<ShareStudiesTable>[] = shares.flatMap(rowsOfStudies)
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('shares').values(rows).execute()
      await trx.insertInto('share_studies').values(studies).execute()
    })
  }
  // What a database does by itself in the hours that such a store takes to grow.
  await sql.raw(databaseUrl === undefined ? 'analyze' : 'vacuum analyze').execute(db)
  if (databaseUrl !== undefined) await sql`checkpoint`.execute(db)
  await db.destroy()
  kind.release()
}

const timesOf = async (work: (index: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  for (let index = 0; index < SAMPLES; index += 1) {
    const startMs = performance.now()
    await work(index)
    times.push(performance.now() - startMs)
  }
  return median(times)
}

const measureWith = async (count: number) => {
  const store = await createShareStore(open())
  const some = () => Math.floor(Math.random() * count)
  const owner = () => ({ iss: 'https://id.example.org', sub: ownerOf(some()) })
  const page = { nowMs: NOW, limit: 25 }
  const result = {
    create: await timesOf(() =>
      store.createShare({ ...sample(some()), shareId: randomBytes(10).toString('base64url') }),
    ),
    open: await timesOf((index) =>
      store.recordOpening({
        shareId: idOf(some()),
        openId: `opening-${count}-${index}`,
        nowMs: NOW,
        sessionEndsAtMs: NOW + 1000,
        address: null,
        browser: null,
      }),
    ),
    'list mine': await timesOf(() => store.listShares({ ...page, owner: owner() })),
    'list a study’s': await timesOf(() => store.listShares({ ...page, studyInstanceUID: `1.2.3.${some()}` })),
    'list all': await timesOf(() => store.listShares({ ...page, states: ['active'] })),
    // What a decision costs that memory cannot answer.
    validate: await timesOf(() => store.getShare(idOf(some()))),
  }
  await store.close()
  return result
}

try {
  await (await createShareStore(open())).close()
  await fill(0, SMALL)
  await measureWith(SMALL)
  const small = await measureWith(SMALL)
  await fill(SMALL, LARGE)
  await measureWith(LARGE)
  const large = await measureWith(LARGE)
  say(
    `${databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'}, ${SMALL} and ${LARGE} shares, medians of ${SAMPLES}`,
  )
  for (const name of Object.keys(small) as (keyof typeof small)[]) {
    const ratio = large[name] / small[name]
    if (ratio > MOST) process.exitCode = 1
    say(
      `  ${name.padEnd(16)}${small[name].toFixed(3)} ms  ${large[name].toFixed(3)} ms  × ${ratio.toFixed(2)}  ` +
        `bar ${MOST}: ${ratio <= MOST ? 'held' : 'MISSED'}`,
    )
  }
} finally {
  rmSync(dataDir, { recursive: true })
}
