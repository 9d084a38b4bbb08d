import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { PASSWORD, test as base } from './fixtures.ts'
import { ExtensionBrowser } from './pages/extension-browser.ts'
import { SignInPage } from './pages/sign-in-page.ts'

/** A page whose address names a study, and which costs nothing to draw: extensions look at the address. */
export const studyAddress = (studyInstanceUID: string = sampleStudies.ctThorax.studyInstanceUID): string =>
  `${stackUnderTest().url}/share/locales/de.json?StudyInstanceUID=${studyInstanceUID}`

/** Signs in in a tab, which stays: with its last window a browser ends its sessions. */
export const signInElsewhere = async ({ context }: ExtensionBrowser): Promise<void> => {
  const page = await context.newPage()
  await page.goto(`${stackUnderTest().url}/share/`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await new SignInPage(page).signInAs('doctor', PASSWORD)
  await page.getByRole('heading', { level: 1, name: 'My shares' }).waitFor()
}

export const test = base.extend<{ extension: ExtensionBrowser }>({
  // Playwright wants the first argument destructured.
  // eslint-disable-next-line no-empty-pattern
  extension: async ({}, use) => {
    const { orthanc } = stackUnderTest()
    const extension = await ExtensionBrowser.launch({ httpCredentials: orthanc.credentials })
    await use(extension)
    await extension.close()
  },
})

export { expect } from './fixtures.ts'
