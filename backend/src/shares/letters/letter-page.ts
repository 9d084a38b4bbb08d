import { html } from 'hono/html'
import type { Letter } from '../../emails/send-letter.ts'
import type { LetterLanguage } from './texts/index.ts'

export interface LetterParts {
  readonly language: LetterLanguage
  readonly subject: string
  readonly before: readonly string[]
  readonly link: { readonly text: string; readonly url: string }
  readonly after: readonly string[]
}

const paragraph = (text: string) => html`<p style="white-space: pre-line">${text}</p>`

/** The same words as plain text and as HTML, around one link. */
export const letterPage = ({ language, subject, before, link, after }: LetterParts): Letter => ({
  subject,
  text: [...before, `${link.text}:\n${link.url}`, ...after].join('\n\n'),
  html: String(
    html`<!doctype html>
      <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
        <body>
          ${before.map(paragraph)}
          <p><a href="${link.url}">${link.text}</a></p>
          ${after.map(paragraph)}
        </body>
      </html>`,
  ),
})
