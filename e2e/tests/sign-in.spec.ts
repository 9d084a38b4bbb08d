import type { Page } from '@playwright/test'
import { sampleStudies } from '../src/samples/catalog.ts'
import { withKeycloak } from '../src/testing/stack-under-test.ts'
import { expect, PASSWORD, test } from './fixtures.ts'
import { MyShares } from './pages/my-shares.ts'
import { OhifViewer } from './pages/ohif-viewer.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { SignInPage } from './pages/sign-in-page.ts'

const { ctThorax } = sampleStudies

test('who is signed in is not asked again, neither by the viewer nor by «My shares»', async ({ signIn }) => {
  const { context } = await signIn('doctor')
  const viewer = await context.newPage()
  const shares = await context.newPage()
  await viewer.goto('/ohif/')
  await new OhifViewer(viewer).expectListed(ctThorax.description)
  await shares.goto('/share/')
  await expect(new MyShares(shares).heading).toBeVisible()
})

test('who is not signed in is asked at the provider’s own page, and comes back', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto('/share/')
  const shares = new MyShares(page)
  await shares.signInButton.click()
  await new SignInPage(page).signInAs('doctor', PASSWORD)
  await expect(shares.heading).toBeVisible()
  await expect(page.getByText('Dora Doctor', { exact: true })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/share/')
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}')
  await context.close()
})

test('after signing out, «My shares» and the viewer ask again', async ({ signIn }) => {
  const { context } = await signIn('doctor')
  const page = await context.newPage()
  const shares = new MyShares(page)
  await page.goto('/share/')
  await shares.signOutButton.click()
  if (!withKeycloak) await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(shares.signInButton).toBeVisible()
  await page.reload()
  await shares.signInButton.click()
  await expect(new SignInPage(page).password).toBeVisible()

  const viewer = await context.newPage()
  await viewer.goto('/ohif/')
  await expect(new SignInPage(viewer).password).toBeVisible()
})

test('sharing as a page of its own says who is signed in, and signs out', async ({ signIn }) => {
  const { context } = await signIn('doctor')
  const page = await context.newPage()
  const shares = new MyShares(page)
  await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID}`)
  await expect(page.getByText('Dora Doctor', { exact: true })).toBeVisible()
  await shares.signOutButton.click()
  if (!withKeycloak) await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(shares.signInButton).toBeVisible()
})

test('who logs out of the viewer comes back to its sign-in, and is asked by the next page', async ({
  signIn,
}) => {
  const { page, viewer } = await signIn('doctor')
  await viewer.open([ctThorax.studyInstanceUID])
  await viewer.expectImages()
  await viewer.logOut()
  if (!withKeycloak) await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(new SignInPage(page).password).toBeVisible()
  await page.goto('/share/')
  await expect(new MyShares(page).signInButton).toBeVisible()
})

/** From now on the service refuses the token that this page has. */
const endTokenOf = (page: Page) => {
  let ended: string | undefined
  return page.route('**/share/api/**', async (route) => {
    const headers = route.request().headers()
    ended ??= headers['authorization']
    const isEnded = ended !== undefined && headers['authorization'] === ended
    await route.continue(isEnded ? { headers: { ...headers, authorization: 'Bearer ended' } } : {})
  })
}

test.describe('where a page’s sign-in has ended, the dialog signs in by a window of its own', () => {
  test('over the viewer', async ({ signIn }) => {
    const { context, page, viewer, shareDialog } = await signIn('doctor')
    await viewer.open([ctThorax.studyInstanceUID])
    await viewer.expectImages()
    await endTokenOf(page)
    await context.clearCookies()
    await viewer.shareButton.click()
    await shareDialog.signInAs('doctor', PASSWORD)
    expect(await shareDialog.createLink()).toMatch(/\/share\/s#/)
    await viewer.expectImages()
  })

  test('on a page of its own', async ({ signIn }) => {
    const { context } = await signIn('doctor')
    const page = await context.newPage()
    await endTokenOf(page)
    await page.goto(`/share/new?studies=${ctThorax.studyInstanceUID}`)
    const shareDialog = new ShareDialog(page)
    await expect(shareDialog.signInButton).toBeVisible()
    await context.clearCookies()
    await shareDialog.signInAs('doctor', PASSWORD)
    await expect(shareDialog.dialog).toContainText(ctThorax.description)
    expect(await shareDialog.createLink()).toMatch(/\/share\/s#/)
  })
})
