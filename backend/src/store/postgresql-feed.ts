import { setTimeout as delay } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import type { Clock } from '../kernel/clock.ts'
import type { OpenFeed } from './database.ts'
import type { StoredShare } from './share-store.ts'

export const CHANGES_CHANNEL = 'studylink_share_changes'

/** Backstop for a notice that was lost on the way, and the pulse by which a dead connection is known. */
const PULSE_MS = 2_000
/** An answer that takes longer is none: the connection is dead. */
const ANSWER_TIMEOUT_MS = 1_000
/** Between tries to connect again. */
const RECONNECT_MS = 250
/** Changed shares that are read at once. */
const PAGE = 500

export interface PostgresqlFeedDeps {
  readonly connection: ClientConfig
  readonly load: (shareIds: readonly string[]) => Promise<readonly StoredShare[]>
  readonly clock: Clock
  readonly say: (message: string) => void
}

interface Change {
  readonly share_id: string
  readonly change_number: number
}

/**
 * Listens for the changes of all backends on a connection of its own. Each notice, each pulse and each new connection
 * reads on from the last change that the listeners had, so that none is lost however the connection ends. While
 * there is no connection the feed is not fresh at all, and decisions ask the database.
 */
export const openPostgresqlFeed = ({ connection, load, clock, say }: PostgresqlFeedDeps): OpenFeed => {
  const changeListeners: ((share: StoredShare) => void)[] = []
  const gapListeners: (() => void)[] = []
  const restoreListeners: (() => void)[] = []
  const closing = new AbortController()
  let freshUntilMs = Number.NEGATIVE_INFINITY
  /** What was said last: said again only after the other, since an outage is many tries. */
  let isListening: boolean | undefined
  /** Undefined: nothing was read yet. */
  let cursor: number | undefined

  /**
   * The last number that was given out, and the last that can be seen: all before it can be seen too, and whoever is
   * counting now will commit a higher one.
   */
  const lastNumbers = async (client: Client) => {
    const { rows } = await client.query<{ given: number; seen: number }>(
      `select (select case when is_called then last_value else 0 end from share_changes) as given,
        (select coalesce(max(change_number), 0) from shares) as seen`,
    )
    return rows[0] ?? { given: 0, seen: 0 }
  }

  /**
   * A number that went back is another database: a restored copy. What we remember may never have been there, and at
   * first it may have been read before the changes that we do not hear of any more.
   */
  const takeUp = async (client: Client) => {
    const { given, seen } = await lastNumbers(client)
    if (cursor !== undefined && given >= cursor) return
    for (const listener of gapListeners) listener()
    if (cursor !== undefined) for (const listener of restoreListeners) listener()
    cursor = seen
  }

  const readOn = async (client: Client) => {
    for (;;) {
      const startedMs = clock()
      const { rows } = await client.query<Change>(
        'select share_id, change_number from shares where change_number > $1 order by change_number limit $2',
        [cursor, PAGE],
      )
      const shares = await load(rows.map((row) => row.share_id))
      for (const share of shares) for (const listener of changeListeners) listener(share)
      cursor = rows.at(-1)?.change_number ?? cursor
      if (rows.length < PAGE) {
        freshUntilMs = startedMs
        return
      }
    }
  }

  const tell = (listens: boolean) => {
    if (listens === isListening) return
    isListening = listens
    say(
      listens
        ? 'listening for changes of other backends'
        : 'the feed of changes is interrupted: decisions ask the database',
    )
  }

  /** One connection from its beginning to its end. */
  const listen = async () => {
    const client = new Client({ ...connection, query_timeout: ANSWER_TIMEOUT_MS })
    const broken = new AbortController()
    client.on('error', () => broken.abort())
    client.on('end', () => broken.abort())
    const ended = AbortSignal.any([closing.signal, broken.signal])
    let wake = () => undefined as void
    let noticed = false
    client.on('notification', () => {
      noticed = true
      wake()
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANGES_CHANNEL}`)
      await takeUp(client)
      tell(true)
      while (!ended.aborted) {
        noticed = false
        await readOn(client)
        if (noticed || ended.aborted) continue
        const pulse = new AbortController()
        wake = () => pulse.abort()
        await delay(PULSE_MS, undefined, { signal: AbortSignal.any([ended, pulse.signal]) }).catch(
          () => undefined,
        )
      }
    } finally {
      freshUntilMs = Number.NEGATIVE_INFINITY
      // A connection that does not answer would not say goodbye either.
      client.end().catch(() => undefined)
    }
  }

  const keepListening = async () => {
    while (!closing.signal.aborted) {
      try {
        await listen()
      } catch {
        // Whatever it was, another connection is the cure.
      }
      if (closing.signal.aborted) return
      tell(false)
      await delay(RECONNECT_MS, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }
  const listening = keepListening()

  return {
    freshUntil: () => freshUntilMs,
    onChange: (listener) => void changeListeners.push(listener),
    onGap: (listener) => void gapListeners.push(listener),
    onRestored: (listener) => void restoreListeners.push(listener),
    async close() {
      closing.abort()
      await listening
    },
  }
}
