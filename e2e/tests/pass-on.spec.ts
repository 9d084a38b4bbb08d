import { devices } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { mailsTo } from '../src/testing/mailbox.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, test } from './fixtures.ts'

const newShare = `/share/new?studies=${sampleStudies.ctThorax.studyInstanceUID}`
const { defaultBrowserType: _, ...phone } = devices['Pixel 7']

test('the server e-mails the link in the guest’s language, and never the PIN', async ({
  backAgain,
  guest,
}) => {
  const { page, shareDialog } = await backAgain('doctor')
  await page.goto(newShare)
  await shareDialog.askForPin('471100')
  const link = await shareDialog.createLink()
  const address = `guest-${Date.now()}@practice.example`
  await shareDialog.emailTo(address, 'Français')

  const { mailFolder } = stackUnderTest()
  await expect.poll(async () => (await mailsTo(mailFolder, address)).length).toBe(1)
  const [mail] = await mailsTo(mailFolder, address)
  expect(mail?.text).toContain(link)
  expect(mail?.text).toContain('Dora Doctor')
  expect(mail?.html).toContain('lang="fr"')
  expect(JSON.stringify(mail)).not.toMatch(/471100|PHANTOM/)
  await guest.guestPage.visit(/https?:\S+/.exec(mail?.text ?? '')?.[0] ?? '')
  await expect(guest.page.getByRole('textbox', { name: 'PIN' })).toBeVisible()
})

test('a phone’s own share sheet gets the link, and dismissing it is no error', async ({ backAgain }) => {
  const { page, shareDialog: dialog } = await backAgain('doctor', phone)
  // A browser without a screen has no share sheet: this one dismisses the first and takes the second.
  await page.addInitScript(() => {
    const sent: ShareData[] = []
    Object.assign(globalThis, { sent })
    navigator.share = async (data = {}) => {
      sent.push(data)
      if (sent.length === 1) throw new DOMException('dismissed', 'AbortError')
    }
  })
  await page.goto(newShare)
  const link = await dialog.createLink()
  await dialog.sendButton.click()
  await dialog.dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog.dialog.getByRole('alert')).toContainText('You have not passed the link on yet')
  await dialog.sendButton.click()
  await expect(dialog.dialog.getByRole('alert')).toHaveCount(0)
  const sent = await page.evaluate(() => (globalThis as unknown as { sent: ShareData[] }).sent)
  const once = { title: 'Medical images', url: link }
  expect(sent).toEqual([once, once])
})
