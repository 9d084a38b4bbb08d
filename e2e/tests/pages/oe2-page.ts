import type { Page } from '@playwright/test'

export interface StandInOe2Options {
  accessToken: string
  theme?: 'light' | 'dark'
  language?: string
  /** Is our script in the page, as the proxy adds it? */
  withScript?: boolean
}

/**
 * A small page in Orthanc Explorer 2's place that keeps the facts our script relies on: the hidden link that it
 * makes and clicks for custom buttons, its Keycloak object, its theme and language.
 */
export const openStandInOe2 = async (
  page: Page,
  { accessToken, theme = 'light', language, withScript = true }: StandInOe2Options,
): Promise<void> => {
  await page.route('**/orthanc/ui/app/', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: html(theme, withScript) }),
  )
  await page.addInitScript(
    ([token, key]) => {
      Object.assign(window, { keycloak: { token, updateToken: async () => false } })
      if (key !== undefined) localStorage.setItem('OE2.languageKey', key)
    },
    [accessToken, language] as const,
  )
  await page.goto('/orthanc/ui/app/')
}

/** Presses the custom button of these studies. */
export const pressShare = (page: Page, studyInstanceUIDs: readonly string[]): Promise<void> =>
  page.getByRole('button', { name: `Share ${studyInstanceUIDs.join(',')}` }).click()

/** Puts a custom button into the page for these studies. */
export const addShareButton = (page: Page, studyInstanceUIDs: readonly string[]): Promise<void> =>
  page.evaluate((uids) => {
    const button = document.createElement('button')
    button.textContent = `Share ${uids.join(',')}`
    button.addEventListener('click', () => {
      const known = document.querySelector<HTMLAnchorElement>('#hidden-link-for-custom-buttons')
      const link = known ?? document.body.appendChild(document.createElement('a'))
      link.id = 'hidden-link-for-custom-buttons'
      link.target = 'undefined'
      link.href = `/share/new?studies=${uids.join(',')}&return=%2Forthanc%2Fui%2Fapp%2F`
      link.click()
    })
    document.querySelector('main')?.append(button)
  }, studyInstanceUIDs)

const html = (theme: string, withScript: boolean) => `<!doctype html>
<html lang="en" data-bs-theme="${theme}">
  <head>
    <title>Orthanc Explorer 2</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    ${withScript ? '<script type="module" src="/share/oe2-addon.js"></script>' : ''}
  </head>
  <body style="background: ${theme === 'dark' ? '#212529' : '#fff'}; color: gray"><main>Local Studies </main></body>
</html>`
