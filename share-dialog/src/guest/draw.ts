import type { GuestOpenResponse, GuestPreviewResponse, Institution } from '@studylink/backend/contract'
import { formatInstant } from '../i18n/formats.ts'
import type { Translator } from '../i18n/translator.ts'
import type { messages } from '../i18n/english/guest.ts'
import { element, icon } from './element.ts'
import { isRetryable, type GuestState, type PinFault, type RefusalReason } from './guest-state.ts'
import { icons } from './icons.ts'
import { formatTimeLeft } from './time-left.ts'

export type GuestTranslator = Translator<typeof messages>

/** An institution that is not named (yet). */
export const nobody: Institution = {
  name: null,
  logoUrl: null,
  contact: null,
  contactUrl: null,
  privacyUrl: null,
  imprintUrl: null,
}

export interface DrawOptions {
  t: GuestTranslator
  institution: Institution
  now: Date
  onOpen(pin?: string): void
  /** On to the images, after reading. */
  onGoOn(): void
  onRetry(): void
}

/** One state of the page, as elements. Draws only. */
export const drawState = (state: GuestState, options: DrawOptions): HTMLElement => {
  switch (state.state) {
    case 'loading':
      return drawLoading()
    case 'preview':
      return drawPreview(state.preview, { opening: false, pinFault: state.pinFault }, options)
    case 'opening':
      return drawPreview(state.preview, { opening: true, pinFault: undefined }, options)
    case 'opened':
      return drawOpened(state.opened, options)
    case 'refused':
      return drawRefusal(state.reason, options)
  }
}

export const drawLoading = (): HTMLElement =>
  element('div', { class: 'card loading' }, element('span', { class: 'spinner' }))

/** What a screen reader is told when the state changes. */
export const announce = (state: GuestState, t: GuestTranslator): string => {
  switch (state.state) {
    case 'loading':
      return ''
    case 'preview':
      return state.pinFault ? describePinFault(state.pinFault, t) : t.text('preview.heading')
    case 'opened':
      return t.text('opened.heading')
    case 'opening':
      return t.text('preview.opening')
    case 'refused':
      return t.text(`refused.${state.reason}.heading`)
  }
}

interface Progress {
  opening: boolean
  pinFault: PinFault | undefined
}

const drawPreview = (preview: GuestPreviewResponse, progress: Progress, { t, now, onOpen }: DrawOptions) => {
  const { opening, pinFault } = progress
  const button = element(
    'button',
    { type: 'submit', class: 'primary', ...(opening && { 'aria-disabled': 'true' }) },
    opening && element('span', { class: 'spinner small' }),
    t.text(opening ? 'preview.opening' : 'preview.open'),
    !opening && icon(icons.forward),
  )
  const field = preview.pinRequired && !opening ? drawPinField(preview, pinFault, t) : undefined
  const form = element('form', { novalidate: '' }, field?.box, button)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!opening) onOpen(field?.input.value.trim())
  })
  return element(
    'div',
    { class: 'card' },
    element('h1', { tabindex: '-1' }, t.text('preview.heading')),
    element(
      'dl',
      {},
      drawFact(icons.person, t.text('preview.sharedBy'), preview.sharedBy),
      drawFact(icons.images, t.text('preview.contents'), t.plural('preview.studies', preview.studyCount)),
      drawFact(icons.clock, t.text('preview.until'), drawEnd(preview.expiresAt, now, t)),
      drawFact(
        preview.allowDownload ? icons.download : icons.eye,
        t.text('preview.may'),
        t.text(preview.allowDownload ? 'preview.mayDownload' : 'preview.mayView'),
      ),
    ),
    preview.note !== null && drawNote(preview.note, t),
    form,
    element('p', { class: 'hint' }, t.text('preview.hint')),
    element('p', { class: 'care' }, t.text('preview.care')),
  )
}

const drawEnd = (expiresAt: string | null, now: Date, t: GuestTranslator) => {
  if (expiresAt === null) return t.text('preview.noEnd')
  const endsAt = new Date(expiresAt)
  return element(
    'time',
    { datetime: expiresAt },
    formatInstant(endsAt, t.locale),
    element('span', { class: 'aside' }, formatTimeLeft(endsAt, now, t.locale)),
  )
}

const describePinFault = (fault: PinFault, t: GuestTranslator): string => {
  if (fault.kind === 'missing') return t.text('pin.missing')
  const { remainingTries } = fault
  return remainingTries === undefined
    ? t.text('pin.wrong')
    : `${t.text('pin.wrong')} ${t.plural('pin.remaining', remainingTries)}`
}

const drawPinField = (preview: GuestPreviewResponse, fault: PinFault | undefined, t: GuestTranslator) => {
  const digits = preview.pinKind === 'digits'
  const input = element('input', {
    id: 'pin',
    class: 'pin',
    type: 'text',
    dir: 'ltr',
    maxlength: '64',
    autocomplete: 'one-time-code',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-describedby': 'pin-hint',
    ...(digits && { inputmode: 'numeric' }),
    ...(fault && { 'aria-invalid': 'true' }),
  })
  const box = element(
    'div',
    { class: 'pin-field' },
    element('label', { for: 'pin' }, t.text(digits ? 'pin.label' : 'pin.passphrase')),
    input,
    element(
      'p',
      { id: 'pin-hint', class: fault ? 'fault' : 'aside' },
      fault ? describePinFault(fault, t) : t.text('pin.hint'),
    ),
  )
  return { box, input }
}

const drawNote = (note: string, t: GuestTranslator) =>
  element(
    'section',
    { class: 'note', 'aria-labelledby': 'note' },
    element('h2', { id: 'note' }, t.text('opened.note')),
    element('p', {}, note),
  )

/** The link is open: what its owner wrote, what may be downloaded, and on to the images. */
const drawOpened = ({ note, downloadUrls }: GuestOpenResponse, { t, onGoOn }: DrawOptions) => {
  const button = element(
    'button',
    { type: 'button', class: 'primary' },
    t.text('opened.view'),
    icon(icons.forward),
  )
  button.addEventListener('click', onGoOn)
  const numbers = new Intl.NumberFormat(t.locale)
  return element(
    'div',
    { class: 'card' },
    element('h1', { tabindex: '-1' }, t.text('opened.heading')),
    note !== null && drawNote(note, t),
    button,
    downloadUrls.length > 0 &&
      element(
        'section',
        { class: 'downloads', 'aria-labelledby': 'downloads' },
        element('h2', { id: 'downloads' }, t.text('download.heading')),
        ...downloadUrls.map((url, index) =>
          element(
            'a',
            { class: 'secondary', href: url, download: '', rel: 'noreferrer' },
            icon(icons.download),
            downloadUrls.length === 1
              ? t.text('download.one')
              : t.text('download.nth', { number: numbers.format(index + 1) }),
          ),
        ),
        element('p', { class: 'aside' }, t.text('download.hint')),
      ),
  )
}

const drawFact = (path: string, name: string, value: string | HTMLElement) =>
  element('div', { class: 'fact' }, icon(path), element('dt', {}, name), element('dd', {}, value))

const drawRefusal = (reason: RefusalReason, options: DrawOptions) => {
  const { t, onRetry } = options
  const retry =
    isRetryable(reason) && element('button', { type: 'button', class: 'primary' }, t.text('retry'))
  if (retry) retry.addEventListener('click', onRetry)
  return element(
    'div',
    { class: 'card refused' },
    element('div', { class: 'sign' }, icon(iconOf(reason))),
    element('h1', { tabindex: '-1' }, t.text(`refused.${reason}.heading`)),
    element('p', {}, t.text(`refused.${reason}.explanation`)),
    retry,
    drawHelp(options),
  )
}

const iconOf = (reason: RefusalReason): string => {
  if (reason === 'network') return icons.offline
  if (reason === 'expired' || reason === 'sessionEnded') return icons.clock
  return reason === 'revoked' || reason === 'exhausted' || reason === 'locked' || reason === 'gone'
    ? icons.ended
    : icons.warning
}

/** Whom to ask: a refusal never ends in nothing. */
export const drawHelp = ({ t, institution }: Pick<DrawOptions, 't' | 'institution'>) => {
  const { name } = institution
  const contact = drawContact(institution, t)
  return element(
    'section',
    { class: 'help', 'aria-labelledby': 'help' },
    element('h2', { id: 'help' }, t.text('help.heading')),
    element(
      'p',
      {},
      name === null ? t.text('help.sender') : t.text('help.institution', { institution: name }),
    ),
    contact && element('p', {}, contact),
  )
}

const drawContact = ({ contact, contactUrl }: Institution, t: GuestTranslator): HTMLElement | false => {
  if (contactUrl === null) return contact !== null && element('span', { class: 'contact' }, contact)
  return element(
    'a',
    { class: 'contact', href: contactUrl, rel: 'noreferrer' },
    contact ?? t.text('help.contact'),
  )
}

/** The institution's logo, or its name. */
export const drawHead = ({ name, logoUrl }: Institution): (Node | string)[] => {
  if (logoUrl === null) return name === null ? [] : [name]
  const logo = element('img', { src: logoUrl, alt: name ?? '', class: 'logo' })
  logo.addEventListener('error', () => logo.replaceWith(name ?? ''))
  return [logo]
}

/** Whom to ask, unless the page above says it already, and the institution's own pages. */
export const drawFoot = (
  state: GuestState,
  { t, institution }: Pick<DrawOptions, 't' | 'institution'>,
): Node[] => {
  const { privacyUrl, imprintUrl } = institution
  const link = (text: string, url: string | null) =>
    url !== null && element('a', { href: url, rel: 'noreferrer' }, text)
  return [
    state.state !== 'refused' && drawContact(institution, t),
    link(t.text('footer.privacy'), privacyUrl),
    link(t.text('footer.imprint'), imprintUrl),
  ].filter((part) => part !== false)
}
