/**
 * The store with a thousand and with a million shares: what making, opening, listing and validating cost. The two are
 * measured in turns, since other work on the machine slows whatever is measured at the time.
 * Exits with 1 when one of them costs more than 1.5 times as much.
 *
 * - `BENCH_SHARES` (1000000): the larger store
 * - `BENCH_DATABASE_URL`: a PostgreSQL where databases may be made, instead of SQLite
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql, type Insertable } from 'kysely'
import { Client } from 'pg'
import { createShareStore } from '../src/store/kysely-share-store.ts'
import { createPostgresql } from '../src/store/postgresql.ts'
import { rowOfNewShare, rowsOfStudies } from '../src/store/share-rows.ts'
import type { ShareStore } from '../src/store/share-store.ts'
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
const databaseUrl = process.env['BENCH_DATABASE_URL']
const folder = mkdtempSync(join(tmpdir(), 'studylink-bench-'))

const onServer = async (text: string) => {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(text)
  await client.end()
}
const NAMES = { small: 'studylink_bench_small', large: 'studylink_bench_large' }
const openerOf = (size: keyof typeof NAMES) => () =>
  databaseUrl === undefined
    ? createSqlite(join(folder, size))
    : createPostgresql(new URL(`/${NAMES[size]}`, databaseUrl).href, Date.now)
type Opener = ReturnType<typeof openerOf>

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
const fill = async (open: Opener, count: number) => {
  await (await createShareStore(open())).close()
  const kind = open()
  const db = new Kysely<Tables>({ dialect: kind.migrationDialect?.() ?? kind.dialect })
  for (let first = 0; first < count; first += BATCH) {
    const shares = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => sample(first + index))
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

const operationsOf = (store: ShareStore, count: number) => {
  const some = () => Math.floor(Math.random() * count)
  const owner = () => ({ iss: 'https://id.example.org', sub: ownerOf(some()) })
  const page = { nowMs: NOW, limit: 25 }
  return {
    create: () => store.createShare({ ...sample(some()), shareId: randomBytes(10).toString('base64url') }),
    open: () =>
      store.recordOpening({
        shareId: idOf(some()),
        openId: randomBytes(16).toString('base64url'),
        nowMs: NOW,
        sessionEndsAtMs: NOW + 1000,
        address: null,
        browser: null,
      }),
    'list mine': () => store.listShares({ ...page, owner: owner() }),
    'list a study’s': () => store.listShares({ ...page, studyInstanceUID: `1.2.3.${some()}` }),
    'list all': () => store.listShares({ ...page, states: ['active'] }),
    // What a decision costs that memory cannot answer.
    validate: () => store.getShare(idOf(some())),
  }
}
type Operations = ReturnType<typeof operationsOf>
const operations = ['create', 'open', 'list mine', 'list a study’s', 'list all', 'validate'] as const

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

/** Medians of both, in ms. */
const measure = async (name: (typeof operations)[number], small: Operations, large: Operations) => {
  const times: { small: number; large: number }[] = []
  for (let index = 0; index < SAMPLES; index += 1)
    times.push({ small: await timeOf(small[name]), large: await timeOf(large[name]) })
  return {
    small: median(times.map((time) => time.small)),
    large: median(times.map((time) => time.large)),
  }
}

try {
  if (databaseUrl !== undefined)
    for (const name of Object.values(NAMES)) await onServer(`create database ${name}`)
  else for (const size of Object.keys(NAMES)) mkdirSync(join(folder, size))
  const openers = { small: openerOf('small'), large: openerOf('large') }
  await fill(openers.small, SMALL)
  await fill(openers.large, LARGE)
  const stores = {
    small: await createShareStore(openers.small()),
    large: await createShareStore(openers.large()),
  }
  const [small, large] = [operationsOf(stores.small, SMALL), operationsOf(stores.large, LARGE)]
  for (const name of operations) await measure(name, small, large)
  say(
    `${databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'}, ${SMALL} and ${LARGE} shares, medians of ${SAMPLES}`,
  )
  for (const name of operations) {
    const took = await measure(name, small, large)
    const ratio = took.large / took.small
    if (ratio > MOST) process.exitCode = 1
    say(
      `  ${name.padEnd(16)}${took.small.toFixed(3)} ms  ${took.large.toFixed(3)} ms  × ${ratio.toFixed(2)}  ` +
        `bar ${MOST}: ${ratio <= MOST ? 'held' : 'MISSED'}`,
    )
  }
  await stores.small.close()
  await stores.large.close()
} finally {
  rmSync(folder, { recursive: true })
  if (databaseUrl !== undefined)
    for (const name of Object.values(NAMES)) await onServer(`drop database if exists ${name} with (force)`)
}
