import { useState } from 'preact/hooks'
import type { ExtensionTranslator } from '../i18n/extension-translator.ts'
import type { Connection, OptionsStore } from './options-store.ts'

export interface OptionsProps {
  store: OptionsStore
  t: ExtensionTranslator
  /** The keyboard shortcut as the browser has it. */
  keys: string
}

/** Everything that can be set, on one page; what the hospital has set is shown and cannot be changed. */
export function Options({ store, t, keys }: OptionsProps) {
  return (
    <main>
      <h1>{t.text('options.title')}</h1>
      <p>{t.text('options.intro')}</p>
      <Service store={store} t={t} />
      {store.settings.value.shareRoot !== undefined && (
        <>
          <AccountSection store={store} t={t} />
          <Viewers store={store} t={t} />
          <section>
            <h2>{t.text('options.howTo')}</h2>
            <p>{t.text('options.howToText', { keys })}</p>
          </section>
        </>
      )}
    </main>
  )
}

type SectionProps = Omit<OptionsProps, 'keys'>

function Service({ store, t }: SectionProps) {
  const { shareRoot, managed } = store.settings.value
  const [typed, setTyped] = useState(shareRoot ?? '')
  const connection = store.connection.value
  const said = describe(connection, t)
  return (
    <section>
      <h2>{t.text('options.service')}</h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          void store.connect(typed)
        }}
      >
        <label>
          {t.text('options.address')}
          <input
            type="text"
            inputMode="url"
            autocomplete="url"
            dir="ltr"
            spellcheck={false}
            aria-describedby="address-hint connection"
            aria-invalid={said?.bad === true}
            readOnly={managed.shareRoot}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {!managed.shareRoot && (
          <button class="button primary" aria-disabled={connection.state === 'connecting'}>
            {t.text('options.connect')}
          </button>
        )}
      </form>
      <p class="muted" id="address-hint">
        {t.text(managed.shareRoot ? 'options.managed' : 'options.addressHint')}
      </p>
      <output id="connection" class={said?.bad ? 'said bad' : 'said good'}>
        {said?.text}
      </output>
    </section>
  )
}

const describe = (
  connection: Connection,
  t: ExtensionTranslator,
): { text: string; bad: boolean } | undefined => {
  switch (connection.state) {
    case 'none':
      return undefined
    case 'bad-address':
      return { text: t.text('options.badAddress'), bad: true }
    case 'connecting':
      return { text: t.text('options.connecting'), bad: false }
    case 'denied':
      return { text: t.text('options.denied', { host: connection.host }), bad: true }
    case 'not-ours':
      return { text: t.text('options.notOurs', { shareRoot: connection.shareRoot }), bad: true }
    case 'connected': {
      const institution = connection.institution ?? t.text('options.anonymous', { host: connection.host })
      return { text: t.text('options.connected', { institution }), bad: false }
    }
  }
}

function AccountSection({ store, t }: SectionProps) {
  const account = store.account.value
  return (
    <section>
      <h2>{t.text('options.account')}</h2>
      <div class="row">
        <output>
          {account.state === 'signed-in'
            ? t.text('options.signedInAs', { name: account.name })
            : account.state === 'signed-out' && t.text('options.signedOut')}
        </output>
        {account.state === 'signed-in' ? (
          <button type="button" class="button" onClick={() => void store.signOut()}>
            {t.text('options.signOut')}
          </button>
        ) : (
          <button type="button" class="button primary" onClick={() => void store.signIn()}>
            {t.text('options.signIn')}
          </button>
        )}
      </div>
    </section>
  )
}

function Viewers({ store, t }: SectionProps) {
  const { viewerOrigins, inPageButton, managed } = store.settings.value
  const [typed, setTyped] = useState('')
  const [isBad, setBad] = useState(false)
  const add = async () => {
    const isAdded = await store.addViewer(typed)
    setBad(!isAdded)
    if (isAdded) setTyped('')
  }
  return (
    <section>
      <h2>{t.text('options.viewers')}</h2>
      <p class="muted">{t.text('options.viewersHint')}</p>
      {viewerOrigins.length > 0 && (
        <ul>
          {viewerOrigins.map((origin) => (
            <li key={origin}>
              <bdi>{origin}</bdi>
              {managed.viewerOrigins.includes(origin) ? (
                <span class="muted">{t.text('options.managed')}</span>
              ) : (
                <button
                  type="button"
                  class="button small"
                  aria-label={t.text('options.remove', { origin })}
                  onClick={() => void store.removeViewer(origin)}
                >
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <label>
          {t.text('options.viewer')}
          <input
            type="text"
            inputMode="url"
            dir="ltr"
            spellcheck={false}
            aria-invalid={isBad}
            aria-describedby="viewer-said"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button class="button">{t.text('options.add')}</button>
      </form>
      <output id="viewer-said" class="said bad">
        {isBad && t.text('options.badAddress')}
      </output>
      <label class="check">
        <input
          type="checkbox"
          checked={inPageButton}
          disabled={managed.inPageButton}
          onChange={(event) => void store.setInPageButton(event.currentTarget.checked)}
        />
        {t.text('options.button')}
      </label>
      <p class="muted">{t.text(managed.inPageButton ? 'options.managed' : 'options.buttonHint')}</p>
      {store.withoutButton.value.length > 0 && (
        <button type="button" class="button" onClick={() => void store.allowButton()}>
          {t.text('options.allowButton')}
        </button>
      )}
    </section>
  )
}
