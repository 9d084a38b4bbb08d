import type { Share } from '@studylink/backend/contract'
import { useState } from 'preact/hooks'
import type { ApiResult } from '../api/failure.ts'
import { describeFailure } from '../i18n/describe-failure.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { AskToEnd } from '../link/AskToEnd.tsx'
import { describeOpenings, describeShareEnd } from '../link/share-facts.ts'

export interface ExistingLinksProps {
  shares: readonly Share[]
  t: DialogTranslator
  /** Shows the link again: to copy, to scan, to print. */
  onShow(share: Share): Promise<ApiResult<unknown>>
  onEnd(share: Share): Promise<ApiResult<unknown>>
}

/** More than these stand behind a click: the form below is what most come for. */
const SHOWN_AT_FIRST = 2

/** Links of these studies that work already: perhaps no new one is needed. Colleagues' can only be read. */
export function ExistingLinks({ shares, t, onShow, onEnd }: ExistingLinksProps) {
  const [all, setAll] = useState(false)
  if (shares.length === 0) return null
  const shown = all ? shares : shares.slice(0, SHOWN_AT_FIRST)
  return (
    <section class="existing" aria-labelledby="existing">
      <h3 id="existing" class="label">
        {t.plural('existing.heading', shares.length)}
      </h3>
      <ul>
        {shown.map((share) => (
          <ExistingLink key={share.shareId} share={share} t={t} onShow={onShow} onEnd={onEnd} />
        ))}
      </ul>
      {!all && shares.length > SHOWN_AT_FIRST && (
        <button type="button" class="button button-quiet" onClick={() => setAll(true)}>
          {t.text('existing.all')}
        </button>
      )}
    </section>
  )
}

type Doing = { state: 'idle' | 'asking' | 'busy' } | { state: 'failed'; why: string }

function ExistingLink({ share, t, onShow, onEnd }: Omit<ExistingLinksProps, 'shares'> & { share: Share }) {
  const [doing, setDoing] = useState<Doing>({ state: 'idle' })
  const run = async (work: (share: Share) => Promise<ApiResult<unknown>>) => {
    setDoing({ state: 'busy' })
    const result = await work(share)
    if (!result.ok) setDoing({ state: 'failed', why: describeFailure(result.failure, t).join(' ') })
  }
  const name =
    share.recipient ??
    (share.isMine ? t.text('existing.yours') : t.text('existing.by', { name: share.createdBy }))
  return (
    <li class="existing-link">
      <div>
        <bdi class="existing-name">{name}</bdi>
        <p class="hint">
          {[
            describeShareEnd(share, t),
            describeOpenings(share, t),
            ...(share.pinKind === null ? [] : [t.text('form.pin')]),
            ...(share.state === 'locked' ? [t.text('share.locked')] : []),
          ].join(' · ')}
        </p>
      </div>
      {share.mayManage && doing.state !== 'asking' && (
        <div class="existing-actions">
          <button
            type="button"
            class="button button-quiet"
            disabled={doing.state === 'busy'}
            onClick={() => void run(onShow)}
          >
            {t.text('existing.show')}
          </button>
          <button
            type="button"
            class="button button-quiet"
            disabled={doing.state === 'busy'}
            onClick={() => setDoing({ state: 'asking' })}
          >
            {t.text('share.end')}
          </button>
        </div>
      )}
      {doing.state === 'asking' && (
        <fieldset class="asking" aria-label={t.text('share.end')}>
          <AskToEnd
            question={t.text('share.endQuestion')}
            endLabel={t.text('share.endNow')}
            busy={false}
            t={t}
            onKeep={() => setDoing({ state: 'idle' })}
            onEnd={() => void run(onEnd)}
          />
        </fieldset>
      )}
      {doing.state === 'failed' && (
        <p class="field-error" role="alert">
          {doing.why}
        </p>
      )}
    </li>
  )
}
