import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'

const studies = [{ studyInstanceUID: sampleStudies.ctThorax.studyInstanceUID }]

for (const [locale, button] of [
  ['fr-FR', /ouvrir les images/i],
  ['de-AT', /bilder öffnen/i],
  ['nl-BE', /beelden (openen|bekijken)|open de beelden/i],
  ['es-MX', /abrir las imágenes/i],
  ['ja-JP', /open the images/i],
] as const)
  test(`the guest page speaks the browser’s language: ${locale}`, async ({ browser, api, accessTokenOf }) => {
    const { url } = await api.createShare(await accessTokenOf('doctor'), { studies })
    const context = await browser.newContext({ locale })
    const page = await context.newPage()
    await page.goto(url)
    await expect(page.getByRole('button', { name: button })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', locale === 'ja-JP' ? 'en' : locale.slice(0, 2))
    await context.close()
  })
