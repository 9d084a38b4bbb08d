import { useEffect, useRef, useState } from 'preact/hooks'
import type { ShareApi } from '../api/share-api.ts'
import { describeFailure } from '../i18n/describe-failure.ts'
import { Loading } from '../dialog/Loading.tsx'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { policyForShare } from '../rules/policy-for.ts'
import { EndAll } from './EndAll.tsx'
import { ShareDrawer, type DrawerPanel } from './ShareDrawer.tsx'
import { ShareRow } from './ShareRow.tsx'
import { SignedInAs } from './SignedInAs.tsx'
import { isAdministrator, type SharesFilter, type SharesStore } from './shares-store.ts'

export interface SharesPageProps {
  store: SharesStore
  api: ShareApi
  shareRoot: string
  /** The share whose link stands open at first. */
  openLink: string | null
  s: SharesTranslator
  t: DialogTranslator
  now(): Date
  onSignIn(): Promise<void>
  onSignOut(): void
}

/** Typing is one question, not one for each letter. */
const SEARCH_AFTER_MS = 250

/** «My shares»: what is shared, with whom, how often it was opened, and the ways to change or end it. */
export function SharesPage(props: SharesPageProps) {
  const { store, api, shareRoot, openLink, s, t, now, onSignIn, onSignOut } = props
  const [drawer, setDrawer] = useState<{ shareId: string; panel: DrawerPanel } | undefined>(
    openLink === null ? undefined : { shareId: openLink, panel: 'link' },
  )
  useEffect(() => void store.load(), [store])
  const current = store.state.value
  const me = store.me.value
  const mayAll = me !== undefined && isAdministrator(me)
  const config = store.config.value
  const opened =
    drawer && current.state === 'ready'
      ? current.shares.find(({ shareId }) => shareId === drawer.shareId)
      : undefined
  return (
    <main class="page" dir={s.direction} lang={s.language}>
      <header class="page-top">
        <div>
          {config?.institution.name && <p class="muted">{config.institution.name}</p>}
          <h1>{s.text('page.title')}</h1>
        </div>
        {me && <SignedInAs me={me} s={s} onSignOut={onSignOut} />}
      </header>
      {me && <Filters store={store} mayAll={mayAll} s={s} />}
      {me && store.filter.value.only && <Only store={store} mayEnd={mayAll} s={s} t={t} />}
      {current.state === 'loading' && <Loading slow={false} t={t} />}
      {current.state === 'failed' && (
        <section class="notice notice-bad" role="alert">
          <div>
            <h2 class="notice-heading">{s.text('list.failed')}</h2>
            <p>{describeFailure(current.failure, t).join(' ')}</p>
            <p class="actions">
              {current.failure.kind === 'signed-out' ? (
                <button type="button" class="button" onClick={() => void onSignIn()}>
                  {s.text('signIn.button')}
                </button>
              ) : (
                <button type="button" class="button" onClick={() => void store.load()}>
                  {t.text('dialog.retry')}
                </button>
              )}
            </p>
          </div>
        </section>
      )}
      {current.state === 'ready' && current.shares.length === 0 && (
        <section class="empty">
          <p>{s.text('list.empty')}</p>
          <p class="muted">{s.text('list.emptyHint')}</p>
        </section>
      )}
      {current.state === 'ready' && current.shares.length > 0 && (
        <ul class="rows">
          {current.shares.map((share) => (
            <ShareRow
              key={share.shareId}
              share={share}
              heads={store.heads.value}
              s={s}
              t={t}
              onOpen={(panel) => setDrawer({ shareId: share.shareId, panel })}
              onOnly={(only) =>
                void store.setFilter(mayAll ? { only, scope: 'all', show: 'working' } : { only })
              }
              isAdministrator={mayAll}
            />
          ))}
        </ul>
      )}
      {current.state === 'ready' && current.nextCursor !== null && (
        <button type="button" class="button" disabled={current.more} onClick={() => void store.loadMore()}>
          {s.text('list.more')}
        </button>
      )}
      {drawer && opened && config && me && (
        <ShareDrawer
          key={`${drawer.shareId} ${drawer.panel}`}
          share={opened}
          panel={drawer.panel}
          config={{ ...config, policy: policyForShare(me, opened, config.policy) }}
          api={api}
          store={store}
          shareRoot={shareRoot}
          s={s}
          t={t}
          now={now}
          onClose={() => setDrawer(undefined)}
        />
      )}
    </main>
  )
}

function Filters({ store, mayAll, s }: { store: SharesStore; mayAll: boolean; s: SharesTranslator }) {
  const { search, show, scope } = store.filter.value
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const set = (change: Partial<SharesFilter>) => void store.setFilter(change)
  return (
    <search class="filters">
      <input
        type="search"
        class="input"
        aria-label={s.text('filter.search')}
        placeholder={s.text('filter.search')}
        defaultValue={search}
        maxLength={100}
        onInput={(event) => {
          const text = event.currentTarget.value
          clearTimeout(timer.current)
          timer.current = setTimeout(() => set({ search: text }), SEARCH_AFTER_MS)
        }}
      />
      <select
        class="input"
        aria-label={s.text('filter.show')}
        value={show}
        onChange={(event) => set({ show: event.currentTarget.value as SharesFilter['show'] })}
      >
        {(['working', 'ended', 'all'] as const).map((one) => (
          <option value={one} key={one}>
            {s.text(`filter.${one}`)}
          </option>
        ))}
      </select>
      {mayAll && (
        <select
          class="input"
          aria-label={s.text('filter.whose')}
          value={scope}
          onChange={(event) => set({ scope: event.currentTarget.value as SharesFilter['scope'] })}
        >
          <option value="mine">{s.text('filter.mine')}</option>
          <option value="all">{s.text('filter.everybody')}</option>
        </select>
      )}
    </search>
  )
}

interface OnlyProps {
  store: SharesStore
  mayEnd: boolean
  s: SharesTranslator
  t: DialogTranslator
}

/** The list shows one person's or one study's links: says so, leads back, and lets an administrator end them all. */
function Only({ store, mayEnd, s, t }: OnlyProps) {
  const { only } = store.filter.value
  const what = only?.kind === 'owner' ? only.name : s.text('action.thisStudy')
  return (
    <section class="only">
      <p>{s.text('filter.only', { what })}</p>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => void store.setFilter({ only: undefined, scope: 'mine' })}
      >
        {s.text('filter.clear')}
      </button>
      {mayEnd && <EndAll what={what} s={s} t={t} onEnd={store.revokeAll} />}
    </section>
  )
}
