import type { Insertable, Transaction } from 'kysely'
import type { Actor, ChangedFieldLine, Trace } from './share-store.ts'
import type { EventsTable, Tables } from './tables.ts'

/** What happened; without an actor it was a guest or the service itself. */
export interface NewEvent {
  readonly shareId: string
  readonly atMs: number
  readonly kind: EventsTable['kind']
  readonly actor?: Actor | null
  readonly trace?: Trace
  readonly changes?: readonly ChangedFieldLine[]
}

const rowOfEvent = ({ shareId, atMs, kind, actor, trace, changes }: NewEvent): Insertable<EventsTable> => ({
  share_id: shareId,
  at_ms: atMs,
  kind,
  actor_iss: actor?.iss ?? null,
  actor_sub: actor?.sub ?? null,
  actor_name: actor?.name ?? null,
  address: trace?.address ?? null,
  browser: trace?.browser ?? null,
  changes: changes ? JSON.stringify(changes) : null,
})

/** Writes lines of history, in the transaction of what they tell. */
export const addEvents = async (trx: Transaction<Tables>, events: readonly NewEvent[]): Promise<void> => {
  await trx.insertInto('events').values(events.map(rowOfEvent)).execute()
}

/** Writes a line unless the share's last one is of the same kind: for what may be repeated at will. */
export const addOnce = async (trx: Transaction<Tables>, event: NewEvent): Promise<void> => {
  const last = await trx
    .selectFrom('events')
    .select('kind')
    .where('share_id', '=', event.shareId)
    .orderBy('event_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last?.kind !== event.kind) await addEvents(trx, [event])
}
