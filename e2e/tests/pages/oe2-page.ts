import type { Locator, Page } from '@playwright/test'
import type { SampleStudy } from '../../src/samples/catalog.ts'
import { PASSWORD, type Username } from '../fixtures.ts'
import { OrthancExplorer2 } from './orthanc-explorer-2.ts'

/** Orthanc Explorer 2 with our buttons, as far as a test of our script needs it. */
export interface Oe2Page {
  open(username: Username): Promise<void>
  /** Our button for these studies. */
  shareButton(studies: readonly SampleStudy[]): Promise<Locator>
}

export interface Oe2Options {
  theme?: 'light' | 'dark'
  language?: string
  /** Is our script in the page, as the proxy adds it? */
  withScript?: boolean
  /** By which OE2's buttons name studies: our configuration's StudyInstanceUIDs, or Orthanc's own ids of these. */
  orthancIds?: readonly string[]
}

/** Is there a real one (`OE2_URL`, of a deployment that runs)? Then it is used instead of the stand-in. */
export const hasRealOe2 = process.env.OE2_URL !== undefined

export const createOe2Page = (
  page: Page,
  accessTokenOf: (username: Username) => Promise<string>,
  options: Oe2Options = {},
): Oe2Page => (hasRealOe2 ? realOe2(page, options) : standInOe2(page, accessTokenOf, options))

const chooseLanguage = (page: Page, language: string | undefined) =>
  page.addInitScript((key) => {
    if (key !== undefined) localStorage.setItem('OE2.languageKey', key)
  }, language)

/** Its theme is the deployment's. */
const realOe2 = (page: Page, { language, withScript = true }: Oe2Options): Oe2Page => {
  const explorer = new OrthancExplorer2(page)
  return {
    open: async (username) => {
      await chooseLanguage(page, language)
      if (!withScript) await page.route('**/share/oe2-addon.js', (route) => route.abort())
      await explorer.signInAs(username, PASSWORD)
    },
    shareButton: async (studies) => {
      const [study, ...others] = studies
      if (study && others.length === 0) {
        await explorer.openStudy(study)
        return explorer.shareButton
      }
      for (const one of studies) await explorer.select(one)
      return explorer.shareSelectedButton
    },
  }
}

/**
 * A small page in OE2's place that keeps the facts our script relies on: the hidden link that it makes and clicks for
 * custom buttons, its Keycloak object, its theme and language.
 */
const standInOe2 = (
  page: Page,
  accessTokenOf: (username: Username) => Promise<string>,
  { theme = 'light', language, withScript = true, orthancIds }: Oe2Options,
): Oe2Page => ({
  open: async (username) => {
    await page.route('**/orthanc/ui/app/', (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: html(theme, withScript) }),
    )
    await chooseLanguage(page, language)
    await page.addInitScript(
      (token) => Object.assign(window, { keycloak: { token, updateToken: async () => false } }),
      await accessTokenOf(username),
    )
    await page.goto('/orthanc/ui/app/')
  },
  shareButton: async (studies) => {
    const uids = studies.map(({ studyInstanceUID }) => studyInstanceUID)
    const named = orthancIds ? `orthancIds=${orthancIds.join(',')}` : `studies=${uids.join(',')}`
    await page.evaluate(addButton, `/share/new?${named}&return=%2Forthanc%2Fui%2Fapp%2F`)
    return page.getByRole('button', { name: 'Share' })
  },
})

/** Runs in the page: a custom button as OE2 makes it. */
function addButton(address: string): void {
  const button = document.createElement('button')
  button.textContent = 'Share'
  button.addEventListener('click', () => {
    const known = document.querySelector<HTMLAnchorElement>('#hidden-link-for-custom-buttons')
    const link = known ?? document.body.appendChild(document.createElement('a'))
    link.id = 'hidden-link-for-custom-buttons'
    link.target = 'undefined'
    link.href = address
    link.click()
  })
  document.querySelector('main')?.append(button)
}

const html = (theme: string, withScript: boolean) => `<!doctype html>
<html lang="en" data-bs-theme="${theme}">
  <head>
    <title>Orthanc Explorer 2</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    ${withScript ? '<script type="module" src="/share/oe2-addon.js"></script>' : ''}
  </head>
  <body style="background: ${theme === 'dark' ? '#212529' : '#fff'}; color: gray"><main>Local Studies </main></body>
</html>`
