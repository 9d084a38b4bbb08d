import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, signInElsewhere, studyAddress, test } from './extension-fixtures.ts'
import { PASSWORD } from './fixtures.ts'
import { ShareDialog } from './pages/share-dialog.ts'
import { SignInPage } from './pages/sign-in-page.ts'

/** At the embedded provider and, where nothing may be left out, at a real Keycloak. */

test('signing in from the popup leads back to the study, and a link is made', async ({ extension }) => {
  await extension.connectTo(stackUnderTest().url)
  const page = await extension.context.newPage()
  await page.goto(studyAddress())
  const popup = await extension.pressButton(page)
  const signInWindow = extension.context.waitForEvent('page')
  await popup.getByRole('button', { name: 'Sign in' }).click()
  const provider = await signInWindow
  const closed = provider.waitForEvent('close')
  await new SignInPage(provider).signInAs('doctor', PASSWORD)
  await closed
  const shareDialog = new ShareDialog(await extension.popup())
  await expect(shareDialog.dialog).toContainText('ALICE')
  expect(await shareDialog.createLink()).toMatch(/\/share\/s#/)
})

test('where there is a session nobody is asked, until they sign out', async ({ extension }) => {
  await extension.connectTo(stackUnderTest().url)
  await signInElsewhere(extension)
  const options = await extension.openOptions()
  await expect(options.getByText('Signed in as Dora Doctor')).toBeVisible()
  await options.getByRole('button', { name: 'Sign out' }).click()
  await expect(options.getByText('Not signed in.')).toBeVisible()
  const popup = await extension.openPopupFor(studyAddress())
  await expect(popup.getByRole('heading', { name: 'Sign in to share' })).toBeVisible()
  const again = extension.context.waitForEvent('page')
  await popup.getByRole('button', { name: 'Sign in' }).click()
  await expect((await again).getByLabel('Password', { exact: true })).toBeVisible()
})
