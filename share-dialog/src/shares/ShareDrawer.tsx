import type { ConfigResponse, Share } from '@studylink/backend/contract'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ApiResult } from '../api/failure.ts'
import type { ShareApi } from '../api/share-api.ts'
import { CloseIcon } from '../design/icons.tsx'
import { describeFailure } from '../i18n/describe-failure.ts'
import { Loading } from '../dialog/Loading.tsx'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { AskToEnd } from '../link/AskToEnd.tsx'
import { PassOn } from '../link/PassOn.tsx'
import { ChangeRules } from './ChangeRules.tsx'
import { History } from './History.tsx'
import { ShareSubject } from './ShareSubject.tsx'
import type { SharesStore } from './shares-store.ts'

export type DrawerPanel = 'link' | 'change' | 'history' | 'end'

export interface ShareDrawerProps {
  share: Share
  panel: DrawerPanel
  config: ConfigResponse
  api: ShareApi
  store: SharesStore
  shareRoot: string
  s: SharesTranslator
  t: DialogTranslator
  now(): Date
  onClose(): void
}

/** One thing to do with one link, over the list. */
export function ShareDrawer(props: ShareDrawerProps) {
  const { share, panel, config, api, store, shareRoot, s, t, now, onClose } = props
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => dialog.current?.showModal(), [])
  const close = () => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      class="dialog drawer"
      aria-labelledby="drawer-title"
      aria-describedby="drawer-subject"
      onClose={onClose}
    >
      <header class="top">
        <h2 id="drawer-title" class="title">
          {panel === 'end' ? t.text('share.end') : s.text(`action.${panel}`)}
        </h2>
        <button type="button" class="icon-button" aria-label={t.text('dialog.close')} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div class="content">
        <section id="drawer-subject" class="summary drawer-subject">
          <ShareSubject share={share} heads={store.heads.value} level={3} s={s} t={t} />
        </section>
        {panel === 'link' && (
          <Link share={share} pin={null} config={config} api={api} shareRoot={shareRoot} t={t} />
        )}
        {panel === 'change' && (
          <ChangeRules
            share={share}
            config={config}
            store={store}
            s={s}
            t={t}
            now={now}
            linkWithPin={(pin) => (
              <Link share={share} pin={pin} config={config} api={api} shareRoot={shareRoot} t={t} />
            )}
          />
        )}
        {panel === 'history' && <History share={share} api={api} s={s} t={t} />}
        {panel === 'end' && <End t={t} onEnd={() => store.revoke(share)} onClose={close} />}
      </div>
    </dialog>
  )
}

interface LinkProps {
  share: Share
  pin: string | null
  config: ConfigResponse
  api: ShareApi
  shareRoot: string
  t: DialogTranslator
}

function Link({ share, pin, config, api, shareRoot, t }: LinkProps) {
  const [link, setLink] = useState<ApiResult<{ url: string }> | undefined>()
  useEffect(() => {
    let current = true
    void api.getLink(share.shareId).then((answer) => current && setLink(answer))
    return () => {
      current = false
    }
  }, [api, share.shareId])
  if (!link) return <Loading slow={false} t={t} />
  if (!link.ok)
    return (
      <p class="field-error" role="alert">
        {describeFailure(link.failure, t).join(' ')}
      </p>
    )
  return (
    <PassOn
      share={share}
      url={link.value.url}
      pin={pin}
      config={config}
      shareRoot={shareRoot}
      t={t}
      onEmail={(request) => api.emailShare(share.shareId, request)}
      onPassedOn={() => undefined}
    />
  )
}

interface EndProps {
  t: DialogTranslator
  onEnd(): Promise<ApiResult<unknown>>
  onClose(): void
}

function End({ t, onEnd, onClose }: EndProps) {
  const [doing, setDoing] = useState<{ busy: boolean; why: string }>({ busy: false, why: '' })
  const end = async () => {
    setDoing({ busy: true, why: '' })
    const result = await onEnd()
    if (result.ok) onClose()
    else setDoing({ busy: false, why: describeFailure(result.failure, t).join(' ') })
  }
  return (
    <>
      {doing.why !== '' && (
        <p class="field-error" role="alert">
          {doing.why}
        </p>
      )}
      <AskToEnd
        question={t.text('share.endQuestion')}
        endLabel={t.text('share.endNow')}
        busy={doing.busy}
        t={t}
        onKeep={onClose}
        onEnd={() => void end()}
      />
    </>
  )
}
