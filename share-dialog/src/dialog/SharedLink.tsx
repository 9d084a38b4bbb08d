import type { Share } from '@studylink/backend/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import { formatEnd } from '../i18n/formats.ts'
import { copyField } from './copy-text.ts'
import type { DialogTranslator } from './dialog-translator.ts'
import { CheckIcon, CopyIcon, SendIcon, WarningIcon } from './icons.tsx'
import { QrCode } from './QrCode.tsx'
import { useFocusOnMount } from './use-focus-on-mount.ts'

export interface SharedLinkProps {
  share: Share
  url: string
  /** The person wants to close without having passed the link on. */
  leaving: boolean
  t: DialogTranslator
  onPassedOn(): void
  onClose(): void
}

/** The link and the ways to pass it on. */
export function SharedLink({ share, url, leaving, t, onPassedOn, onClose }: SharedLinkProps) {
  const field = useRef<HTMLInputElement>(null)
  const copyButton = useFocusOnMount<HTMLButtonElement>()
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle')
  const instant = formatEnd(share.expiresAt, t.locale)

  const copy = async (): Promise<boolean> => {
    if (!field.current) return false
    const copied = await copyField(field.current)
    setCopying(copied ? 'copied' : 'failed')
    if (copied) onPassedOn()
    return copied
  }

  return (
    <div class="step">
      <div class="outcome">
        <CheckIcon />
        <div>
          <h3 class="outcome-heading">{t.text('shared.ready')}</h3>
          <p>
            {t.text('shared.until', { instant })}{' '}
            {share.allowDownload ? t.text('shared.withDownload') : t.text('shared.viewOnly')}
          </p>
        </div>
      </div>
      <div class="field">
        <label class="label" for="link">
          {t.text('shared.link')}
        </label>
        <div class="link-row">
          <input
            id="link"
            ref={field}
            class="input link"
            readOnly
            dir="ltr"
            value={url}
            aria-describedby="whoever"
            onFocus={(event) => event.currentTarget.select()}
            onCopy={onPassedOn}
          />
          <button ref={copyButton} type="button" class="button button-primary" onClick={() => void copy()}>
            {copying === 'copied' ? <CheckIcon /> : <CopyIcon />}
            {copying === 'copied' ? t.text('shared.copied') : t.text('shared.copy')}
          </button>
          {'share' in navigator && (
            <button
              type="button"
              class="button"
              onClick={() =>
                navigator.share({ title: t.text('shared.sendTitle'), url }).then(onPassedOn, dismissed)
              }
            >
              <SendIcon />
              {t.text('shared.send')}
            </button>
          )}
        </div>
        <output class={copying === 'failed' ? 'field-error' : 'visually-hidden'}>
          {copying === 'copied' && t.text('shared.copied')}
          {copying === 'failed' && t.text('shared.copyFailed', { keys: copyKeys() })}
        </output>
        <p id="whoever" class="hint">
          {t.plural('shared.whoever', share.studies.length)}
        </p>
      </div>
      <QrCode url={url} t={t} onPassedOn={onPassedOn} />
      {leaving && (
        <LeavingNotice
          instant={instant}
          t={t}
          onCopyAndClose={async () => {
            if (await copy()) onClose()
          }}
          onClose={onClose}
        />
      )}
    </div>
  )
}

interface LeavingNoticeProps {
  instant: string
  t: DialogTranslator
  onCopyAndClose(): void
  onClose(): void
}

function LeavingNotice({ instant, t, onCopyAndClose, onClose }: LeavingNoticeProps) {
  const notice = useRef<HTMLElement>(null)
  const first = useFocusOnMount<HTMLButtonElement>()
  useEffect(() => notice.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <section class="leaving" aria-labelledby="leaving" ref={notice}>
      <div class="notice notice-warning">
        <WarningIcon />
        <p id="leaving" role="alert">
          {t.text('shared.notCopied', { instant })}
        </p>
      </div>
      <div class="actions">
        <button ref={first} type="button" class="button button-primary" onClick={onCopyAndClose}>
          {t.text('shared.copyAndClose')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t.text('shared.closeAnyway')}
        </button>
      </div>
    </section>
  )
}

/** The share sheet was dismissed: nothing was passed on, nothing is wrong. */
const dismissed = () => undefined

const copyKeys = (): string => (/mac|iphone|ipad/i.test(navigator.platform) ? '⌘C' : 'Ctrl+C')
