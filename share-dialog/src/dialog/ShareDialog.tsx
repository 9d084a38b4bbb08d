import type { ConfigResponse } from '@studylink/backend/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { AddStudies } from './AddStudies.tsx'
import { announcement } from './announcement.ts'
import { ConfirmPatients } from './ConfirmPatients.tsx'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { Failed } from './Failed.tsx'
import { ExistingLinks } from './ExistingLinks.tsx'
import { CloseIcon } from '../design/icons.tsx'
import { Loading } from './Loading.tsx'
import { SharedLink } from './SharedLink.tsx'
import { ShareForm } from './ShareForm.tsx'
import type { ShareStore } from './share-store.ts'
import { StudySummary } from './StudySummary.tsx'

export interface ShareDialogProps {
  store: ShareStore
  t: DialogTranslator
  shareRoot: string
  now(): Date
  /** What lets the person sign in at this provider, and tells whether they did; undefined: there is no way to. */
  signInAt(oidc: ConfigResponse['oidc']): (() => Promise<boolean>) | undefined
  /** Is it a part of the page, not a modal over it? */
  isPage?: boolean
  /** The dialog has closed, by whatever way. */
  onClosed(): void
}

/** What is about to be shared at its head, one step of the share below. Opens itself when mounted. */
export function ShareDialog(props: ShareDialogProps) {
  const { store, t, shareRoot, now, signInAt, isPage = false, onClosed } = props
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    if (isPage) dialog.current?.show()
    else dialog.current?.showModal()
    dialog.current?.focus()
  }, [isPage])

  const close = () => dialog.current?.close()
  const requestClose = () => {
    if (store.requestClose()) close()
  }
  const patients = store.patients.value
  const studyCount = patients.reduce((count, { studies }) => count + studies.length, 0)

  return (
    <dialog
      ref={dialog}
      class={isPage ? 'dialog dialog-page' : 'dialog'}
      lang={t.language}
      dir={t.direction}
      tabIndex={-1}
      aria-labelledby="title"
      aria-describedby={patients.length === 1 ? 'summary' : undefined}
      onCancel={(event) => {
        if (event.target !== dialog.current) return
        event.preventDefault()
        requestClose()
      }}
      onClose={onClosed}
    >
      <header class="top">
        <h2 id="title" class="title">
          {t.plural('dialog.title', Math.max(studyCount, 1))}
        </h2>
        <a class="top-link" href={shareRoot} target="_blank" rel="noopener">
          {t.text('dialog.myShares')}
        </a>
        <button type="button" class="icon-button" aria-label={t.text('dialog.close')} onClick={requestClose}>
          <CloseIcon />
        </button>
      </header>
      <div class="content">
        {patients.length > 0 && <StudySummary id="summary" patients={patients} t={t} />}
        <AddStudies store={store} t={t} />
        <Step store={store} t={t} shareRoot={shareRoot} now={now} signInAt={signInAt} onClose={close} />
      </div>
      <output class="visually-hidden">{announcement(store.state.value, t)}</output>
    </dialog>
  )
}

type StepProps = Pick<ShareDialogProps, 'store' | 't' | 'shareRoot' | 'now' | 'signInAt'> & {
  onClose(): void
}

function Step({ store, t, shareRoot, now, signInAt, onClose }: StepProps) {
  const current = store.state.value
  switch (current.state) {
    case 'loading':
      return <Loading slow={current.slow} t={t} />
    case 'confirming':
      return (
        <ConfirmPatients patientCount={store.patients.value.length} t={t} onConfirm={store.confirmPatients} />
      )
    case 'editing':
    case 'creating':
      return (
        <>
          {current.state === 'editing' && (
            <ExistingLinks
              shares={store.existing.value}
              t={t}
              onShow={store.showExisting}
              onEnd={store.endExisting}
            />
          )}
          <ShareForm
            policy={current.policy}
            viewers={store.config.value?.viewers ?? []}
            draft={current.draft}
            progress={current.state === 'editing' ? 'none' : current.slow ? 'slow' : 'creating'}
            now={now}
            t={t}
            onEdit={store.edit}
            onCreate={() => void store.create()}
          />
        </>
      )
    case 'shared':
      return (
        store.config.value && (
          <SharedLink
            {...current}
            config={store.config.value}
            shareRoot={shareRoot}
            t={t}
            onEmail={store.email}
            onPassedOn={store.markPassedOn}
            onBack={store.back}
            onClose={onClose}
          />
        )
      )
    case 'failed': {
      const signIn = signInAt(store.config.value?.oidc ?? null)
      return (
        <Failed
          during={current.during}
          failure={current.failure}
          t={t}
          onRetry={() => void store.retry()}
          onSignIn={
            signIn &&
            (async () => {
              if (await signIn()) await store.retry()
            })
          }
          onChooseAgain={() => void store.retry()}
          onClose={onClose}
        />
      )
    }
  }
}
