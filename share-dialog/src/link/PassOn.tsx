import type { ConfigResponse, EmailShareRequest, Share } from '@studylink/backend/contract'
import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import type { ApiResult } from '../api/failure.ts'
import { SendIcon } from '../design/icons.tsx'
import type { printHandOut } from '../hand-out/print-hand-out.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { languages, nameOfLanguage, type Language } from '../i18n/languages.ts'
import { CopyableField } from './CopyableField.tsx'
import { EmailForm } from './EmailForm.tsx'
import { QrCode } from './QrCode.tsx'
import { describeShareEnd } from './share-facts.ts'

export interface PassOnProps {
  share: Share
  url: string
  /** Known only right after it was set; shown once. */
  pin: string | null
  config: ConfigResponse
  shareRoot: string
  t: DialogTranslator
  copyButton?: RefObject<HTMLButtonElement | null>
  copyRef?: { current: (() => Promise<boolean>) | undefined }
  onEmail(request: EmailShareRequest): Promise<ApiResult<unknown>>
  onPassedOn(): void
}

/** A link and the ways to pass it on: copy, the system's share sheet, QR code, e-mail, paper. */
export function PassOn(props: PassOnProps) {
  const { share, url, pin, config, shareRoot, t, copyButton, copyRef, onEmail, onPassedOn } = props
  const [open, setOpen] = useState<'email' | 'print' | undefined>()
  const [printed, setPrinted] = useState<'idle' | 'failed'>('idle')
  const [language, setLanguage] = useState<Language>(languages.find((one) => one === t.language) ?? 'en')
  const toggle = (panel: 'email' | 'print') => setOpen(open === panel ? undefined : panel)
  const subject = t.text('shared.sendTitle')
  const body = `${describeShareEnd(share, t)}\n\n${url}\n`
  const print = async () => {
    const ok = await loadHandOut(shareRoot)
      .then((module) =>
        module.printHandOut({ share, url, pin, institution: config.institution, shareRoot, language, t }),
      )
      .catch(() => false)
    setPrinted(ok ? 'idle' : 'failed')
    if (ok) onPassedOn()
  }
  return (
    <>
      <div class="field">
        <CopyableField
          id="link"
          label={t.text('shared.link')}
          value={url}
          copyLabel={t.text('shared.copy')}
          primary
          describedBy="whoever"
          t={t}
          {...(copyButton && { buttonRef: copyButton })}
          {...(copyRef && { copyRef })}
          onCopied={onPassedOn}
        />
        <p id="whoever" class="hint">
          {share.pinKind === null
            ? t.plural('shared.whoever', share.studies.length)
            : t.text('shared.whoeverPin')}
        </p>
      </div>
      {pin !== null && (
        <div class="notice notice-pin">
          <CopyableField
            id="new-pin"
            label={t.text('form.pin')}
            value={pin}
            copyLabel={t.text('shared.copyPin')}
            describedBy="pin-once"
            t={t}
          />
          <p id="pin-once" class="hint">
            {t.text('shared.pinOnce')}
          </p>
        </div>
      )}
      <QrCode url={url} t={t} onPassedOn={onPassedOn} />
      <div class="pass-on">
        {'share' in navigator && (
          <button
            type="button"
            class="button"
            onClick={() => navigator.share({ title: subject, url }).then(onPassedOn, dismissed)}
          >
            <SendIcon />
            {t.text('shared.send')}
          </button>
        )}
        {config.email ? (
          <button
            type="button"
            class="button"
            aria-expanded={open === 'email'}
            onClick={() => toggle('email')}
          >
            {t.text('shared.email')}
          </button>
        ) : (
          <a
            class="button"
            href={`mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`}
            onClick={onPassedOn}
          >
            {t.text('shared.email')}
          </a>
        )}
        <button type="button" class="button" aria-expanded={open === 'print'} onClick={() => toggle('print')}>
          {t.text('shared.print')}
        </button>
      </div>
      {open !== undefined && (
        <section
          class="panel"
          ref={reveal}
          aria-label={open === 'email' ? t.text('shared.email') : t.text('shared.print')}
        >
          <label class="field">
            <span class="label">{t.text('shared.language')}</span>
            <select
              class="input"
              value={language}
              onChange={(event) => setLanguage(event.currentTarget.value as Language)}
            >
              {languages.map((one) => (
                <option value={one} key={one} lang={one}>
                  {nameOfLanguage[one]}
                </option>
              ))}
            </select>
          </label>
          {open === 'email' && (
            <EmailForm
              t={t}
              onSend={async (fields) => {
                const result = await onEmail({ ...fields, language })
                if (result.ok) onPassedOn()
                return result
              }}
            />
          )}
          {open === 'print' && (
            <>
              <p class="hint">{pin === null ? t.text('print.hint') : t.text('print.hintPin')}</p>
              <button type="button" class="button button-primary" onClick={() => void print()}>
                {t.text('print.now')}
              </button>
              {printed === 'failed' && (
                <>
                  <p class="field-error" role="alert">
                    {t.text('print.failed')} {pin !== null && t.text('print.withoutPin')}
                  </p>
                  <a
                    class="button"
                    href={`${shareRoot}?link=${share.shareId}`}
                    target="_blank"
                    rel="noopener"
                    onClick={onPassedOn}
                  >
                    {t.text('print.elsewhere')}
                  </a>
                </>
              )}
            </>
          )}
        </section>
      )}
    </>
  )
}

/** One function for all renderings, so that it is called when the panel comes, not at each letter. */
const reveal = (panel: HTMLElement | null) => panel?.scrollIntoView({ block: 'nearest' })

/**
 * Its own file beside the pages: few print, and a viewer that shares carries nothing for it. A page that runs only its
 * own scripts, as an extension's popup, cannot load it: then «my shares» prints.
 */
const loadHandOut = (shareRoot: string): Promise<{ printHandOut: typeof printHandOut }> =>
  import(/* @vite-ignore */ new URL('hand-out.js', new URL(shareRoot, location.href)).href)

/** The share sheet was dismissed: nothing was passed on, nothing is wrong. */
const dismissed = () => undefined
