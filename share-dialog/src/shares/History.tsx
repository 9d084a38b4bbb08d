import type { Share, ShareEvent } from '@studylink/backend/contract'
import { useEffect, useState } from 'preact/hooks'
import type { ApiFailure } from '../api/failure.ts'
import type { ShareApi } from '../api/share-api.ts'
import { describeFailure } from '../i18n/describe-failure.ts'
import { Loading } from '../dialog/Loading.tsx'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { formatInstant } from '../i18n/formats.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { saveFile } from '../link/save-file.ts'

export interface HistoryProps {
  share: Share
  api: ShareApi
  s: SharesTranslator
  t: DialogTranslator
}

/** What happened to a link: when, who or from where. */
export function History({ share, api, s, t }: HistoryProps) {
  const [events, setEvents] = useState<readonly ShareEvent[] | undefined>()
  const [nextCursor, setNextCursor] = useState<string | null>(null)
  const [failure, setFailure] = useState<ApiFailure | undefined>()
  const load = async (cursor?: string) => {
    const answer = await api.listEvents(share.shareId, cursor)
    if (!answer.ok) return setFailure(answer.failure)
    setFailure(undefined)
    setEvents((known) =>
      cursor === undefined ? answer.value.events : [...(known ?? []), ...answer.value.events],
    )
    setNextCursor(answer.value.nextCursor)
  }
  useEffect(() => void load(), [share.shareId])
  const exportCsv = async () => {
    const answer = await api.exportEvents(share.shareId)
    if (!answer.ok) return setFailure(answer.failure)
    saveFile(new Blob([answer.value], { type: 'text/csv' }), `share-${share.shareId}.csv`, document.body)
  }
  return (
    <>
      {failure && (
        <p class="field-error" role="alert">
          {describeFailure(failure, t).join(' ')}
        </p>
      )}
      {!events && !failure && <Loading slow={false} t={t} />}
      {events?.length === 0 && <p>{s.text('history.empty')}</p>}
      {events && events.length > 0 && (
        <ol class="events">
          {events.map((event) => (
            <li key={event.eventId} class={`event event-${event.kind}`}>
              <strong>{describeEvent(event, s)}</strong>
              <span>{describeWho(event, s)}</span>
              <time class="muted" dateTime={event.at}>
                {formatInstant(new Date(event.at), t.locale)}
              </time>
            </li>
          ))}
        </ol>
      )}
      <div class="actions">
        {nextCursor !== null && (
          <button type="button" class="button" onClick={() => void load(nextCursor)}>
            {s.text('history.more')}
          </button>
        )}
        <button type="button" class="button" onClick={() => void exportCsv()}>
          {s.text('history.csv')}
        </button>
      </div>
    </>
  )
}

const describeEvent = ({ kind, changes }: ShareEvent, s: SharesTranslator): string =>
  kind === 'changed'
    ? s.text('event.changed', {
        fields: new Intl.ListFormat(s.locale).format(
          (changes ?? []).map(({ field }) => s.text(`field.${field}`)),
        ),
      })
    : s.text(`event.${kind}`)

const describeWho = ({ actor, network, browser }: ShareEvent, s: SharesTranslator): string => {
  if (actor !== null) return actor
  if (network === null) return ''
  return s.text('history.guest', { network, browser: browser ?? s.text('history.unknownBrowser') })
}
