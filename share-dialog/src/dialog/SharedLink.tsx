import type { ConfigResponse, EmailShareRequest, Share } from '@studylink/backend/contract'
import { useEffect, useRef } from 'preact/hooks'
import type { ApiResult } from '../api/failure.ts'
import { CheckIcon, WarningIcon } from '../design/icons.tsx'
import { useFocusOnMount } from '../design/use-focus-on-mount.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { PassOn } from '../link/PassOn.tsx'
import { describeShareEnd } from '../link/share-facts.ts'

export interface SharedLinkProps {
  share: Share
  url: string
  pin: string | null
  isNew: boolean
  config: ConfigResponse
  shareRoot: string
  /** The person wants to close without having passed the link on. */
  leaving: boolean
  t: DialogTranslator
  onEmail(request: EmailShareRequest): Promise<ApiResult<unknown>>
  onPassedOn(): void
  /** Back to the form, from a link that existed already. */
  onBack(): void
  onClose(): void
}

/** The link and the ways to pass it on. */
export function SharedLink(props: SharedLinkProps) {
  const { share, url, pin, isNew, config, shareRoot, leaving, t, onEmail, onPassedOn, onBack, onClose } =
    props
  const copyButton = useFocusOnMount<HTMLButtonElement>()
  const copy = useRef<(() => Promise<boolean>) | undefined>(undefined)
  return (
    <div class="step">
      <div class="outcome">
        <CheckIcon />
        <div>
          <h3 class="outcome-heading">{isNew ? t.text('shared.ready') : t.text('shared.exists')}</h3>
          <p>
            {describeShareEnd(share, t)}.{' '}
            {share.allowDownload ? t.text('shared.withDownload') : t.text('shared.viewOnly')}
          </p>
        </div>
      </div>
      <PassOn
        share={share}
        url={url}
        pin={pin}
        config={config}
        shareRoot={shareRoot}
        t={t}
        copyButton={copyButton}
        copyRef={copy}
        onEmail={onEmail}
        onPassedOn={onPassedOn}
      />
      {!isNew && (
        <button type="button" class="button" onClick={onBack}>
          {t.text('shared.back')}
        </button>
      )}
      {leaving && (
        <LeavingNotice
          until={describeShareEnd(share, t)}
          t={t}
          onCopyAndClose={async () => {
            if (await copy.current?.()) onClose()
          }}
          onClose={onClose}
        />
      )}
    </div>
  )
}

interface LeavingNoticeProps {
  until: string
  t: DialogTranslator
  onCopyAndClose(): void
  onClose(): void
}

function LeavingNotice({ until, t, onCopyAndClose, onClose }: LeavingNoticeProps) {
  const notice = useRef<HTMLElement>(null)
  const first = useFocusOnMount<HTMLButtonElement>()
  useEffect(() => notice.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <section class="leaving" aria-labelledby="leaving" ref={notice}>
      <div class="notice notice-warning">
        <WarningIcon />
        <p id="leaving" role="alert">
          {t.text('shared.notCopied', { until })}
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
