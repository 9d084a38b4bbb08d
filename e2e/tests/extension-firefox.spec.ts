import type { ElementHandle } from 'puppeteer-core'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { expect, PASSWORD, test } from './fixtures.ts'
import { ExtensionFirefox, firefoxProgram } from './pages/extension-firefox.ts'

const { ctThorax } = sampleStudies
const program = firefoxProgram()
/** The embedded provider's, Keycloak's. */
const SIGN_IN_PAGE = /\/interaction\/|\/openid-connect\/auth\?/

test('in Firefox, a clinician connects, signs in and shares a link’s study', async ({ guest }) => {
  test.skip(program === undefined && process.env.REQUIRE !== 'all', 'no Firefox on this machine')
  if (program === undefined) throw new Error('install firefox-esr: this run leaves nothing out')
  const { url } = stackUnderTest()
  const firefox = await ExtensionFirefox.launch(program)
  try {
    const options = await firefox.open('options.html')
    const address = options.locator('::-p-aria([name="Address"][role="textbox"])')
    await address.fill(url)
    await options.locator('::-p-aria([name="Connect"][role="button"])').click()
    await options.locator('::-p-text(Connected to Sample Hospital)').wait()

    const signInWindow = new Promise<void>((resolve, reject) => {
      const find = async () => {
        for (const page of await firefox.browser.pages()) {
          if (!SIGN_IN_PAGE.test(page.url())) continue
          await page.locator('#username').fill('doctor')
          await page.locator('#password').fill(PASSWORD)
          await page.locator('[type=submit]').click()
          return resolve()
        }
        return undefined
      }
      firefox.browser.on('targetchanged', () => void find().catch(reject))
    })
    await options.locator('::-p-aria([name="Sign in"][role="button"])').click()
    await signInWindow
    await options.locator('::-p-text(Signed in as Dora Doctor)').wait()

    const popup = await firefox.openPopupFor(
      options,
      `${url}/ohif/viewer?StudyInstanceUIDs=${ctThorax.studyInstanceUID}`,
    )
    await popup.locator('::-p-text(ALICE)').wait()
    const create = await popup.waitForFunction(findCreateButton, { polling: 100 })
    await (create as ElementHandle<HTMLElement>).click()
    const link = await (await popup.waitForFunction(readLink, { polling: 100 })).jsonValue()
    expect(link).toContain(`${url}/share/s#`)
    await guest.guestPage.visit(link ?? '')
    await guest.guestPage.openImages()
    await guest.viewer.expectImages()
  } finally {
    await firefox.browser.close()
  }
})

/** These run in the popup, whose dialog stands in an open shadow root. */
function findCreateButton(): HTMLElement | undefined {
  const root = document.querySelector('studylink-share-dialog')?.shadowRoot
  return [...(root?.querySelectorAll('button') ?? [])].find(
    ({ textContent }) => textContent.trim() === 'Create link',
  )
}
function readLink(): string | undefined {
  const root = document.querySelector('studylink-share-dialog')?.shadowRoot
  return [...(root?.querySelectorAll('input') ?? [])].find(({ value }) => value.includes('/share/s#'))?.value
}
