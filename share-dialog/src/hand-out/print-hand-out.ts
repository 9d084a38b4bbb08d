import type { Institution, Share } from '@studylink/backend/contract'
import tokensCss from '../design/tokens.css?inline'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { formatInstant } from '../i18n/formats.ts'
import type { Language } from '../i18n/languages.ts'
import { loadMessages } from '../i18n/load-messages.ts'
import { createTranslator } from '../i18n/translator.ts'
import { messages } from '../i18n/english/handout.ts'
import { encodeQr } from '../link/qr-cells.ts'
import handOutCss from './hand-out.css?inline'
import { paperSize } from './paper-size.ts'

export interface HandOut {
  share: Share
  url: string
  /** Stands on a part that is torn off; null: it is not known any more, or there is none. */
  pin: string | null
  institution: Institution
  shareRoot: string
  /** The guest's language, which need not be the clinician's. */
  language: Language
  t: DialogTranslator
}

/**
 * Prints a sheet for the patient, through the page itself: on paper everything but the sheet is hidden. No window is
 * opened that a browser could block, and no style is inline.
 *
 * @returns whether the browser's print dialog was asked for.
 */
export const printHandOut = async ({
  share,
  url,
  pin,
  institution,
  shareRoot,
  language,
  t,
}: HandOut): Promise<boolean> => {
  const translated = await loadMessages({ shareRoot, language, section: 'handout' })
  const locale = t.language === language ? t.locale : language
  const words = createTranslator({ language, locale, english: messages, translated })
  const sheet = document.createElement('studylink-hand-out')
  const root = sheet.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [toSheet(tokensCss), toSheet(handOutCss)]
  const article = element('article', '', '')
  article.lang = language
  article.dir = words.direction
  const until =
    share.expiresAt === null
      ? words.text('noEnd')
      : words.text('until', { instant: formatInstant(new Date(share.expiresAt), locale) })
  const steps = element('ol', '', '')
  const asksPin = share.pinKind !== null
  for (const key of ['step1', 'step2', ...(asksPin ? (['stepPin'] as const) : [])] as const)
    steps.append(element('li', '', words.text(key)))
  const { name, logoUrl, contact } = institution
  const head = element('header', '', '')
  const logo = logoUrl === null ? undefined : await loadPicture(logoUrl, name ?? '')
  if (logo) head.append(logo)
  if (name !== null) head.append(element('strong', '', name))
  const link = element('p', 'link', url)
  link.dir = 'ltr'
  const side = element('div', '', '')
  side.append(element('h2', '', words.text('how')), steps)
  const middle = element('div', 'middle', '')
  middle.append(drawQr(url, words.text('qr')), side)
  article.append(head, element('h1', '', words.text('title')), element('p', 'until', until), middle)
  article.append(element('h2', '', words.text('orType')), link)
  article.append(element('p', 'care', words.text(asksPin ? 'carePin' : 'care')))
  article.append(
    element('p', 'ask', contact === null ? words.text('askSender') : words.text('ask', { contact })),
  )
  if (pin !== null) {
    const slip = element('section', 'slip', '')
    const code = element('p', 'pin', pin)
    code.dir = 'ltr'
    slip.append(element('h2', '', words.text('pinHeading')), code, element('p', '', words.text('pinHint')))
    article.append(slip)
  }
  root.append(article)
  return print(sheet, paperSize(t.locale))
}

/** On paper there is nothing but the sheet; on screen there is nothing of it. */
const print = (sheet: HTMLElement, paper: string): boolean => {
  const pageRules = toSheet(
    `studylink-hand-out{display:none}@page{size:${paper};margin:15mm}` +
      '@media print{body>*{display:none!important}body>studylink-hand-out{display:block!important}' +
      'html,body{background:#fff!important;overflow:visible!important;height:auto!important}}',
  )
  const cleanUp = () => {
    sheet.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== pageRules)
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageRules]
  document.body.append(sheet)
  addEventListener('afterprint', cleanUp, { once: true })
  try {
    globalThis.print()
    return true
  } catch {
    cleanUp()
    return false
  }
}

const element = (name: string, className: string, text: string): HTMLElement => {
  const created = document.createElement(name)
  if (className !== '') created.className = className
  if (text !== '') created.textContent = text
  return created
}

const drawQr = (url: string, label: string): SVGElement => {
  const { size, path } = encodeQr(url)
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', label)
  const cells = document.createElementNS(SVG, 'path')
  cells.setAttribute('d', path)
  cells.setAttribute('shape-rendering', 'crispEdges')
  svg.append(cells)
  return svg
}

const SVG = 'http://www.w3.org/2000/svg'

/** A picture that is not there is left out, and paper does not wait for it. */
const loadPicture = async (url: string, name: string): Promise<HTMLImageElement | undefined> => {
  const picture = new Image()
  picture.alt = name
  picture.src = url
  const timeout = new Promise<undefined>((resolve) => {
    setTimeout(resolve, LOGO_TIMEOUT_MS)
  })
  return Promise.race([
    picture.decode().then(
      () => picture,
      () => undefined,
    ),
    timeout,
  ])
}

const LOGO_TIMEOUT_MS = 2000

const toSheet = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}
