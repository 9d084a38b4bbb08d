import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { sampleStudies, type SampleStudy } from '../src/samples/catalog.ts'
import { expect, test } from './fixtures.ts'
import type { Api } from './pages/api.ts'
import { createOe2Page, hasRealOe2 } from './pages/oe2-page.ts'
import { ShareDialog } from './pages/share-dialog.ts'

const { ctThorax, ctAbdomen, mrKnee } = sampleStudies

const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(join('pictures', `${name}.png`)) })

const confirmPatients = async (dialog: Locator) => {
  await dialog.getByRole('checkbox', { name: /Yes, share/ }).check()
  await dialog.getByRole('button', { name: 'Continue' }).click()
}

/** Makes the link and tells which studies it opens. */
const studiesOfNewLink = async (page: Page, api: Api, accessToken: string) => {
  const created = page.waitForResponse('**/share/api/shares')
  await page.getByRole('button', { name: 'Create link' }).click()
  const { share } = (await (await created).json()) as { share: { shareId: string } }
  const { studies } = await api.getShare(accessToken, share.shareId)
  return studies.map(({ studyInstanceUID }) => studyInstanceUID).toSorted()
}
const uidsOf = (studies: readonly SampleStudy[]) =>
  studies.map(({ studyInstanceUID }) => studyInstanceUID).toSorted()

const orthancIdsOf = async (api: Api, accessToken: string, studies: readonly SampleStudy[]) => {
  const found = await Promise.all(
    uidsOf(studies).map(async (uid) => {
      const answer = await api.orthanc(accessToken, 'POST', '/tools/lookup', uid)
      return (await answer.json()) as { Type: string; ID: string }[]
    }),
  )
  return found.flat().flatMap(({ Type, ID }) => (Type === 'Study' ? [ID] : []))
}

test('a custom button opens the dialog over OE2, and the link opens the study', async ({
  page,
  accessTokenOf,
  guest,
}) => {
  const oe2 = createOe2Page(page, accessTokenOf)
  await oe2.open('doctor')
  const button = await oe2.shareButton([ctThorax])
  const address = page.url()
  await button.click()
  const dialog = new ShareDialog(page)
  await expect(dialog.dialog).toContainText('PHANTOM')
  await expect(dialog.dialog).toContainText(ctThorax.description)
  await expect(dialog.createButton).toBeVisible()
  await picture(page, 'light')
  const link = await dialog.createLink()
  await dialog.copyButton.click()
  await page.keyboard.press('Escape')
  await expect(dialog.dialog).toHaveCount(0)
  expect(page.url()).toBe(address)
  await expect(button).toBeFocused()

  await guest.guestPage.visit(link)
  await guest.guestPage.openImages()
  await guest.viewer.expectImages()
})

test('studies of two patients become one share after they are confirmed', async ({
  page,
  api,
  accessTokenOf,
}) => {
  const oe2 = createOe2Page(page, accessTokenOf)
  await oe2.open('doctor')
  await (await oe2.shareButton([ctThorax, mrKnee])).click()
  const { dialog } = new ShareDialog(page)
  await expect(dialog).toContainText(ctThorax.description)
  await expect(dialog).toContainText(mrKnee.description)
  await confirmPatients(dialog)
  expect(await studiesOfNewLink(page, api, await accessTokenOf('doctor'))).toEqual(uidsOf([ctThorax, mrKnee]))
})

test('the dialog is dark and German where OE2 is', async ({ page, accessTokenOf }) => {
  const oe2 = createOe2Page(page, accessTokenOf, { theme: 'dark', language: 'de' })
  await oe2.open('doctor')
  await (await oe2.shareButton([ctThorax])).click()
  await page.setViewportSize({ width: 390, height: 844 })
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAttribute('lang', 'de')
  const theme = hasRealOe2 ? ((await page.locator('html').getAttribute('data-bs-theme')) ?? '') : 'dark'
  await expect(page.locator('studylink-share-dialog')).toHaveAttribute('data-theme', theme)
  await expect(dialog.getByRole('button', { name: 'Link erstellen' })).toBeVisible()
  await picture(page, 'dark-german-phone')
})

test('external is not given a study that they may not see, though its UID is known', async ({
  page,
  accessTokenOf,
}) => {
  test.skip(hasRealOe2, 'OE2 has no button for a study that it does not show')
  const oe2 = createOe2Page(page, accessTokenOf)
  await oe2.open('external')
  await (await oe2.shareButton([ctAbdomen, ctThorax])).click()
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
  const oe2 = createOe2Page(page, accessTokenOf)
  await oe2.open('doctor')
  await (await oe2.shareButton([ctThorax])).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Your account may look at studies but not share them.')
  await expect(dialog.getByRole('button', { name: 'Create link' })).toHaveCount(0)
  await picture(page, 'may-not-share')
})

test('without the script the button leads to the full page', async ({ page, context, accessTokenOf }) => {
  const oe2 = createOe2Page(page, accessTokenOf, { withScript: false })
  await oe2.open('doctor')
  const opened = context.waitForEvent('page')
  await (await oe2.shareButton([ctThorax])).click()
  const shareNew = await opened
  await shareNew.waitForURL(/\/share\/new\?/, { waitUntil: 'commit' })
  expect(new URL(shareNew.url()).searchParams.get('studies')).toBe(ctThorax.studyInstanceUID)
})

test('a button that names studies by Orthanc’s own ids opens the dialog as well', async ({
  page,
  api,
  accessTokenOf,
}) => {
  test.skip(hasRealOe2, 'its buttons are those of our configuration')
  const accessToken = await accessTokenOf('doctor')
  const studies = [ctThorax, mrKnee]
  const orthancIds = await orthancIdsOf(api, accessToken, studies)
  const oe2 = createOe2Page(page, accessTokenOf, { orthancIds })
  await oe2.open('doctor')
  await (await oe2.shareButton(studies)).click()
  await confirmPatients(page.getByRole('dialog'))
  expect(await studiesOfNewLink(page, api, accessToken)).toEqual(uidsOf(studies))
})

test('the full page takes Orthanc’s own ids, and leads back to OE2', async ({
  signIn,
  api,
  accessTokenOf,
}) => {
  const accessToken = await accessTokenOf('doctor')
  const studies = [ctThorax, mrKnee]
  const orthancIds = await orthancIdsOf(api, accessToken, studies)
  const { page } = await signIn('doctor')
  await page.route('**/orthanc/ui/app/', (route) => route.fulfill({ body: 'Orthanc Explorer 2' }))
  await page.goto(`/share/new?orthancIds=${orthancIds.join(',')}&return=%2Forthanc%2Fui%2Fapp%2F`)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(ctThorax.description)
  await confirmPatients(dialog)
  expect(await studiesOfNewLink(page, api, accessToken)).toEqual(uidsOf(studies))
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await page.waitForURL(/\/orthanc\/ui\/app\/$/)
})
