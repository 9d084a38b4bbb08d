import { stringify } from 'csv-stringify/sync'
import type { ShareEvent } from '../contract/index.ts'
import type { ShareStore, StoredEvent } from '../store/share-store.ts'

export const eventToWire = (event: StoredEvent): ShareEvent => ({
  eventId: event.eventId,
  at: new Date(event.atMs).toISOString(),
  kind: event.kind,
  actor: event.actor?.name ?? null,
  network: event.address,
  browser: event.browser,
  changes: event.changes ? [...event.changes] : null,
})

const PAGE = 200

/** A share's whole history, newest first. */
export const listAllEvents = async (store: ShareStore, shareId: string): Promise<ShareEvent[]> => {
  const events: ShareEvent[] = []
  for (;;) {
    const page = await store.listEvents(shareId, { beforeEventId: events.at(-1)?.eventId, limit: PAGE })
    events.push(...page.map(eventToWire))
    if (page.length < PAGE) return events
  }
}

const changesText = (changes: ShareEvent['changes']): string =>
  (changes ?? [])
    .map(({ field, from, to }) =>
      from === undefined && to === undefined ? field : `${field}: ${from ?? 'none'} → ${to ?? 'none'}`,
    )
    .join('; ')

/**
 * The history as CSV (RFC 4180) in UTF-8. What a spreadsheet would take for a formula is disarmed: names in it come
 * from elsewhere.
 */
export const eventsToCsv = (events: readonly ShareEvent[]): string =>
  stringify(
    events.map((event) => ({ ...event, changes: changesText(event.changes) })),
    {
      header: true,
      columns: ['eventId', 'at', 'kind', 'actor', 'network', 'browser', 'changes'],
      record_delimiter: 'windows',
      escape_formulas: true,
      bom: true,
    },
  )
