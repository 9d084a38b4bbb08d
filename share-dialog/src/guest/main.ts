import '../design/tokens.css'
import './guest.css'
import { messages } from '../i18n/english/guest.ts'
import { chooseLanguage } from '../i18n/languages.ts'
import { loadMessages } from '../i18n/load-messages.ts'
import { createTranslator } from '../i18n/translator.ts'
import { detectDevice } from './device.ts'
import {
  announce,
  drawFoot,
  drawHead,
  drawLoading,
  drawState,
  type DrawOptions,
  type GuestTranslator,
  nobody,
} from './draw.ts'
import { element } from './element.ts'
import { fetchAhead } from './fetch-ahead.ts'
import { createGuestApi } from './guest-api.ts'
import { createGuestPage, likelyViewerRoot } from './guest-page.ts'
import type { GuestState } from './guest-state.ts'
import { parseLinkFragment } from './link-code.ts'
import { createOpenings } from './openings.ts'

/** The guest page. Its address is `{shareRoot}s#<code>`, so everything of ours is beside it. */
const shareRoot = new URL('.', location.href).pathname

const start = (t: GuestTranslator): void => {
  document.documentElement.lang = t.language
  document.documentElement.dir = t.direction
  document.title = t.text('page.title')
  const head = element('header', {})
  const body = element('div', {})
  const foot = element('footer', {})
  const status = element('p', { class: 'unseen', role: 'status' })
  document.body.replaceChildren(element('main', {}, head, body, foot), status)

  let state: GuestState = { state: 'loading' }
  let institution = nobody

  const draw = () => {
    const hadFocus = body.contains(document.activeElement)
    const options: DrawOptions = {
      t,
      institution,
      now: new Date(),
      onOpen: (pin) => void page.open(pin),
      onGoOn: () => page.goOn(),
      onRetry: () => void page.retry(),
    }
    body.replaceChildren(drawState(state, options))
    foot.replaceChildren(...drawFoot(state, options))
    // Whoever pressed a button is taken along to what came of it.
    if (hadFocus) (body.querySelector<HTMLElement>('input, button') ?? body.querySelector('h1'))?.focus()
  }

  const api = createGuestApi(shareRoot)
  const config = api.getConfig()
  const page = createGuestPage({
    api,
    openings: createOpenings({ storage: localStorageOrNone(), now: () => new Date() }),
    device: detectDevice,
    show: (next) => {
      state = next
      status.textContent = announce(next, t)
      draw()
    },
    navigate: (url) => location.assign(url),
    onPreview: async (preview) => {
      const answer = await config
      const root = answer.ok ? likelyViewerRoot(answer.value.viewers, preview, detectDevice()) : undefined
      if (root !== undefined) await fetchAhead(root)
    },
  })

  const introduce = async () => {
    const answer = await config
    if (!answer.ok) return
    institution = answer.value.institution
    head.replaceChildren(...drawHead(institution))
    foot.replaceChildren(...drawFoot(state, { t, institution }))
    // Only a refusal says whom to ask; a button that is about to be pressed stays where it is.
    if (state.state === 'refused') draw()
  }
  const follow = () => void page.follow(parseLinkFragment(location.hash))
  addEventListener('hashchange', follow)
  addEventListener('pageshow', (event) => event.persisted && page.returned())
  void introduce()
  follow()
}

const localStorageOrNone = (): Storage | undefined => {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

// Before the texts are here, something that needs none.
document.body.replaceChildren(element('main', {}, drawLoading()))
const chosen = chooseLanguage(navigator.languages)
void loadMessages({ shareRoot, language: chosen.language, section: 'guest' }).then((translated) =>
  start(createTranslator({ ...chosen, english: messages, translated })),
)
