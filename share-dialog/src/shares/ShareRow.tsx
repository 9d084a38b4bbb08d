import type { Share, StudyHead } from '@studylink/backend/contract'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { formatInstant } from '../i18n/formats.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { describeOpenings, describeShareEnd, isAlive } from '../link/share-facts.ts'
import type { DrawerPanel } from './ShareDrawer.tsx'
import { ShareSubject } from './ShareSubject.tsx'
import type { SharesFilter } from './shares-store.ts'

export interface ShareRowProps {
  share: Share
  heads: ReadonlyMap<string, StudyHead>
  isAdministrator: boolean
  s: SharesTranslator
  t: DialogTranslator
  onOpen(panel: DrawerPanel): void
  onOnly(only: SharesFilter['only']): void
}

/** One link: whose images, for whom, how it stands, and what can be done. */
export function ShareRow({ share, heads, isAdministrator, s, t, onOpen, onOnly }: ShareRowProps) {
  const [study] = share.studies
  const instant = (text: string) => formatInstant(new Date(text), t.locale)
  const facts = [
    ...(share.isMine ? [] : [s.text('row.by', { name: share.createdBy })]),
    s.text('row.created', { instant: instant(share.createdAt) }),
    ...(share.pinKind === null ? [] : [s.text('row.withPin')]),
  ]
  return (
    <li class="row" aria-labelledby={`row-${share.shareId}`}>
      <div class="row-what">
        <ShareSubject share={share} heads={heads} level={2} headingId={`row-${share.shareId}`} s={s} t={t} />
        <p class="hint">{facts.join(' · ')}</p>
      </div>
      <div class="row-how">
        <span class={`badge badge-${share.state}`}>{s.text(`state.${share.state}`)}</span>
        <p>{describeShareEnd(share, t)}</p>
        <p>
          {describeOpenings(share, t)}
          {share.lastOpenedAt !== null && (
            <span class="muted"> · {s.text('row.lastOpened', { instant: instant(share.lastOpenedAt) })}</span>
          )}
        </p>
      </div>
      <div class="row-actions">
        {share.mayManage && isAlive(share) && (
          <button type="button" class="button button-quiet" onClick={() => onOpen('link')}>
            {s.text('action.link')}
          </button>
        )}
        {share.mayManage && share.state !== 'revoked' && (
          <button type="button" class="button button-quiet" onClick={() => onOpen('change')}>
            {s.text('action.change')}
          </button>
        )}
        {share.mayManage && (
          <button type="button" class="button button-quiet" onClick={() => onOpen('history')}>
            {s.text('action.history')}
          </button>
        )}
        {share.mayManage && isAlive(share) && (
          <button type="button" class="button button-quiet button-bad" onClick={() => onOpen('end')}>
            {t.text('share.end')}
          </button>
        )}
        {study && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => onOnly({ kind: 'study', studyInstanceUID: study.studyInstanceUID })}
          >
            {s.text('action.onlyStudy')}
          </button>
        )}
        {isAdministrator && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => onOnly({ kind: 'owner', userId: share.ownerUserId, name: share.createdBy })}
          >
            {s.text('action.onlyOwner')}
          </button>
        )}
      </div>
    </li>
  )
}
