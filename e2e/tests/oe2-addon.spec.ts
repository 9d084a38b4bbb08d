import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import { addShareButton, openStandInOe2, pressShare } from './pages/oe2-page.ts'
import { ShareDialog } from './pages/share-dialog.ts'

const { ctThorax, ctAbdomen, mrKnee } = sampleStudies
const thorax = [ctThorax.studyInstanceUID]

const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(join('pictures', `${name}.png`)) })

const confirmPatients = async (dialog: Locator) => {
  await dialog.getByRole('checkbox', { name: /Yes, share/ }).check()
  await dialog.getByRole('button', { name: 'Continue' }).click()
}

test('a custom button opens the dialog over OE2, and the link opens the study', async ({
  page,
  accessTokenOf,
  guest,
}) => {
  await openStandInOe2(page, { accessToken: await accessTokenOf('doctor') })
  await addShareButton(page, thorax)
  await pressShare(page, thorax)
  const dialog = new ShareDialog(page)
  await expect(dialog.dialog).toContainText('PHANTOM')
  await expect(dialog.dialog).toContainText(ctThorax.description)
  await expect(dialog.createButton).toBeVisible()
  await picture(page, 'light')
  const link = await dialog.createLink()
  await dialog.copyButton.click()
  await page.keyboard.press('Escape')
  await expect(dialog.dialog).toHaveCount(0)
  await expect(page).toHaveURL(/\/orthanc\/ui\/app\/$/)
  await expect(page.getByRole('button', { name: `Share ${ctThorax.studyInstanceUID}` })).toBeFocused()

  await guest.guestPage.visit(link)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})

test('studies of two patients become one share after they are confirmed', async ({
  page,
  api,
  accessTokenOf,
}) => {
  const accessToken = await accessTokenOf('doctor')
  const both = [ctThorax.studyInstanceUID, mrKnee.studyInstanceUID]
  await openStandInOe2(page, { accessToken })
  await addShareButton(page, both)
  await pressShare(page, both)
  const { dialog, createButton } = new ShareDialog(page)
  await expect(dialog).toContainText(ctThorax.description)
  await expect(dialog).toContainText(mrKnee.description)
  await confirmPatients(dialog)
  const created = page.waitForResponse('**/share/api/shares')
  await createButton.click()
  const { share } = (await (await created).json()) as { share: { shareId: string } }
  const { studies } = await api.getShare(accessToken, share.shareId)
  expect(studies.map(({ studyInstanceUID }) => studyInstanceUID).toSorted()).toEqual(both.toSorted())
})

test('the dialog is dark and German where OE2 is', async ({ page, accessTokenOf }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openStandInOe2(page, {
    accessToken: await accessTokenOf('doctor'),
    theme: 'dark',
    language: 'de',
  })
  await addShareButton(page, thorax)
  await pressShare(page, thorax)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAttribute('lang', 'de')
  await expect(page.locator('studylink-share-dialog')).toHaveAttribute('data-theme', 'dark')
  await expect(dialog.getByRole('button', { name: 'Link erstellen' })).toBeVisible()
  await picture(page, 'dark-german-phone')
})

test('external is not given a study that they may not see, though its UID is known', async ({
  page,
  accessTokenOf,
}) => {
  await openStandInOe2(page, { accessToken: await accessTokenOf('external') })
  const both = [ctAbdomen.studyInstanceUID, ctThorax.studyInstanceUID]
  await addShareButton(page, both)
  await pressShare(page, both)
  const { dialog, createButton } = new ShareDialog(page)
  await expect(dialog).not.toContainText(ctThorax.description)
  // Nothing says whose study it is: it may be another patient's.
  await confirmPatients(dialog)
  const refused = page.waitForResponse('**/share/api/shares')
  await createButton.click()
  expect((await refused).status()).toBe(404)
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toHaveCount(0)
})

test('whoever may not share is told why, before anything is chosen', async ({ page, accessTokenOf }) => {
  await page.route('**/share/api/me', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), permissions: ['view'] } })
  })
  await openStandInOe2(page, { accessToken: await accessTokenOf('doctor') })
  await addShareButton(page, thorax)
  await pressShare(page, thorax)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Your account may look at studies but not share them.')
  await expect(dialog.getByRole('button', { name: 'Create link' })).toHaveCount(0)
  await picture(page, 'may-not-share')
})

test('without the script the button leads to the full page', async ({ page, context, accessTokenOf }) => {
  await openStandInOe2(page, { accessToken: await accessTokenOf('doctor'), withScript: false })
  await addShareButton(page, thorax)
  const opened = context.waitForEvent('page')
  await pressShare(page, thorax)
  const url = new URL((await opened).url())
  expect(url.pathname).toBe('/share/new')
  expect(url.searchParams.get('studies')).toBe(ctThorax.studyInstanceUID)
})
