import type { GuestPreviewResponse, Institution } from '@studylink/backend/contract'
import { formatInstant } from '../i18n/formats.ts'
import type { Translator } from '../i18n/translator.ts'
import type { messages } from '../i18n/english/guest.ts'
import { element, icon } from './element.ts'
import { isRetryable, type GuestState, type RefusalReason } from './guest-state.ts'
import { icons } from './icons.ts'
import { formatTimeLeft } from './time-left.ts'

export type GuestTranslator = Translator<typeof messages>

export interface DrawOptions {
  t: GuestTranslator
  institution: Institution
  now: Date
  onOpen(): void
  onRetry(): void
}

/** One state of the page, as elements. Draws only. */
export const drawState = (state: GuestState, options: DrawOptions): HTMLElement => {
  switch (state.state) {
    case 'loading':
      return drawLoading()
    case 'preview':
    case 'opening':
      return drawPreview(state.preview, state.state === 'opening', options)
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
      return t.text('preview.heading')
    case 'opening':
      return t.text('preview.opening')
    case 'refused':
      return t.text(`refused.${state.reason}.heading`)
  }
}

const drawEnd = (expiresAt: string, now: Date, locale: string) =>
  element(
    'time',
    { datetime: expiresAt },
    formatInstant(new Date(expiresAt), locale),
    element('span', { class: 'aside' }, formatTimeLeft(new Date(expiresAt), now, locale)),
  )

const drawPreview = (preview: GuestPreviewResponse, opening: boolean, { t, now, onOpen }: DrawOptions) => {
  const button = element(
    'button',
    { type: 'button', class: 'primary', ...(opening && { 'aria-disabled': 'true' }) },
    opening && element('span', { class: 'spinner small' }),
    t.text(opening ? 'preview.opening' : 'preview.open'),
    !opening && icon(icons.forward),
  )
  if (!opening) button.addEventListener('click', onOpen)
  return element(
    'div',
    { class: 'card' },
    element('h1', { tabindex: '-1' }, t.text('preview.heading')),
    element(
      'dl',
      {},
      drawFact(icons.person, t.text('preview.sharedBy'), preview.sharedBy),
      drawFact(icons.images, t.text('preview.contents'), t.plural('preview.studies', preview.studyCount)),
      preview.expiresAt !== null &&
        drawFact(icons.clock, t.text('preview.until'), drawEnd(preview.expiresAt, now, t.locale)),
      drawFact(
        preview.allowDownload ? icons.download : icons.eye,
        t.text('preview.may'),
        t.text(preview.allowDownload ? 'preview.mayDownload' : 'preview.mayView'),
      ),
    ),
    button,
    element('p', { class: 'hint' }, t.text('preview.hint')),
    element('p', { class: 'care' }, t.text('preview.care')),
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
  return reason === 'revoked' || reason === 'exhausted' || reason === 'gone' ? icons.ended : icons.warning
}

/** Whom to ask: a refusal never ends in nothing. */
export const drawHelp = ({ t, institution }: Pick<DrawOptions, 't' | 'institution'>) => {
  const { name, contact, contactUrl } = institution
  return element(
    'section',
    { class: 'help', 'aria-labelledby': 'help' },
    element('h2', { id: 'help' }, t.text('help.heading')),
    element(
      'p',
      {},
      name === null ? t.text('help.sender') : t.text('help.institution', { institution: name }),
    ),
    (contact !== null || contactUrl !== null) &&
      element('p', {}, drawLink(contact ?? t.text('help.contact'), contactUrl)),
  )
}

const drawLink = (text: string, url: string | null): HTMLElement =>
  url === null
    ? element('span', { class: 'contact' }, text)
    : element('a', { class: 'contact', href: url, rel: 'noreferrer' }, text)

/** The institution's logo, or its name. */
export const drawHead = ({ name, logoUrl }: Institution): (Node | string)[] => {
  if (logoUrl === null) return name === null ? [] : [name]
  const logo = element('img', { src: logoUrl, alt: name ?? '', class: 'logo' })
  logo.addEventListener('error', () => logo.replaceWith(name ?? ''))
  return [logo]
}

export const drawFoot = ({ privacyUrl, imprintUrl }: Institution, t: GuestTranslator): Node[] =>
  [
    privacyUrl !== null && element('a', { href: privacyUrl, rel: 'noreferrer' }, t.text('footer.privacy')),
    imprintUrl !== null && element('a', { href: imprintUrl, rel: 'noreferrer' }, t.text('footer.imprint')),
  ].filter((link) => link !== false)
