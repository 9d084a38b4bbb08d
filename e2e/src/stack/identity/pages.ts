import { html, raw } from 'hono/html'

/** The provider's few pages: plain, usable by keyboard and on a phone, light and dark. No script. */
const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText }
  main { width: min(22rem, 100vw - 2rem); padding: 1rem 0 }
  h1 { font-size: 1.5rem; margin: 0 0 1rem }
  label { display: block; margin-top: 1rem; font-weight: 600 }
  input, button { box-sizing: border-box; width: 100%; min-height: 2.75rem; font: inherit; border-radius: .375rem }
  input { border: 1px solid GrayText; padding: 0 .75rem; margin-top: .25rem; background: Field; color: FieldText }
  button { margin-top: 1.5rem; border: 0; font-weight: 600; cursor: pointer; background: #1d5fa8; color: #fff }
  button:hover { background: #174d89 }
  :focus-visible { outline: 3px solid #4c9be8; outline-offset: 2px }
  [role=alert] { border-left: .25rem solid #c62828; padding-left: .75rem }
  small { display: block; margin-top: 1.5rem; color: light-dark(#555, #b5b5b5) }
`

/** Only the style sheet above may be used; forms go back to where the page came from. */
export const pagePolicy = (nonce: string) =>
  `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`

type Markup = ReturnType<typeof html>

function page(nonce: string, title: string, content: Markup) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`
}

export interface SignInPageProps {
  readonly nonce: string
  /** Already tried and refused. */
  readonly refusedUsername?: string
  readonly sampleUsernames: readonly string[]
  readonly samplePassword: string
}

export const signInPage = ({ nonce, refusedUsername, sampleUsernames, samplePassword }: SignInPageProps) =>
  page(
    nonce,
    'Sign in to StudyLink',
    html`${refusedUsername === undefined ? '' : html`<p role="alert">Wrong username or password.</p>`}
      <form method="post">
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          value="${refusedUsername ?? ''}"
          required
          autofocus
        />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button type="submit">Sign in</button>
      </form>
      <small>Sample users: ${sampleUsernames.join(', ')}. Password: ${samplePassword}</small>`,
  )

export const messagePage = (nonce: string, title: string, message: string) =>
  page(nonce, title, html`<p>${message}</p>`)

/** @param form the provider's own form, `op.logoutForm`, which carries its protection against forgery */
export const signOutPage = (nonce: string, form: string) =>
  page(
    nonce,
    'Sign out',
    html`${raw(form)}
      <p>You will be signed out of StudyLink and its viewer.</p>
      <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`,
  )
