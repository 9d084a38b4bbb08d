import type { BrowserContextOptions } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { isMarginWhite, readPdf, withoutSpace } from './read-pdf.ts'
import { readQr } from './read-qr.ts'

const { ctThorax } = sampleStudies
/** The sheet's own is 15 mm. */
const MARGIN_MM = 14
const A4 = { width: 595, height: 842 }
const LETTER = { width: 612, height: 792 }

interface Case {
  paper: string
  size: { width: number; height: number }
  locale: NonNullable<BrowserContextOptions['locale']>
  pin: string
  sheets: readonly { language: string; texts: readonly string[] }[]
}

const cases: readonly Case[] = [
  {
    paper: 'A4',
    size: A4,
    locale: 'en-GB',
    // As long as a passphrase may be.
    pin: 'the longest passphrase that anybody could ever want to type here',
    sheets: [
      { language: 'English', texts: ['Your medical images', 'Available until', 'tear off'] },
      { language: 'Deutsch', texts: ['Ihre medizinischen Bilder'] },
      { language: 'العربية', texts: [] },
    ],
  },
  {
    paper: 'Letter',
    size: LETTER,
    locale: 'en-US',
    pin: '471100',
    sheets: [{ language: 'English', texts: ['Your medical images', 'Available until', 'tear off'] }],
  },
]

for (const { paper, size, locale, pin, sheets } of cases)
  test(`the hand-out is one sheet of ${paper} with everything that a patient needs`, async ({
    backAgain,
  }) => {
    const { page, shareDialog: dialog } = await backAgain('doctor', { locale })
    // There is no printer: what would be printed stays on the page until the PDF is made of it.
    await page.addInitScript(() => {
      globalThis.print = () => document.documentElement.toggleAttribute('data-printing', true)
    })
    await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID}`)
    await dialog.askForPin(pin)
    const link = await dialog.createLink()
    for (const { language, texts } of sheets) {
      await dialog.printIn(language)
      await expect(page.locator('html[data-printing]')).toBeAttached()
      const pdf = await page.pdf({ preferCSSPageSize: true, path: test.info().outputPath(`${language}.pdf`) })
      await page.locator('html').evaluate((html) => html.removeAttribute('data-printing'))

      const pages = await readPdf(pdf)
      expect(pages).toHaveLength(1)
      const [sheet] = pages
      if (!sheet) throw new Error('an empty PDF')
      expect(Math.abs(sheet.size.width - size.width)).toBeLessThan(2)
      expect(Math.abs(sheet.size.height - size.height)).toBeLessThan(2)
      expect(isMarginWhite(sheet.picture, MARGIN_MM)).toBe(true)
      expect(await readQr(sheet.picture)).toBe(link)
      for (const text of [...texts, link, pin, 'Sample Hospital', '+1 555 0100'])
        expect(sheet.text).toContain(withoutSpace(text))
      // What names the patient stays in the house.
      expect(sheet.text).not.toContain('PHANTOM')
    }
    // On screen there is nothing of it.
    await expect(page.locator('studylink-hand-out')).toHaveCount(0)
  })
