import { sampleStudies } from '../src/samples/catalog.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, signInElsewhere, studyAddress, test } from './extension-fixtures.ts'
import { canSetPolicies } from './pages/chromium-policy.ts'
import { ExtensionBrowser } from './pages/extension-browser.ts'
import { ExtensionFirefox, firefoxProgram } from './pages/extension-firefox.ts'
import { ShareDialog } from './pages/share-dialog.ts'

/** What hospitals deploy: builds that may reach no host by themselves. */

const isWhole = process.env.REQUIRE === 'all'

test('where the hospital sets everything, a clinician sets and allows nothing', async () => {
  test.skip(!canSetPolicies() && !isWhole, 'this user may make no mount namespace')
  const { url } = stackUnderTest()
  const extension = await ExtensionBrowser.launch({
    build: ['chrome'],
    policy: { serviceUrl: url, viewerOrigins: ['https://viewer.hospital.example'], inPageButton: false },
  })
  try {
    await signInElsewhere(extension)
    const shareDialog = new ShareDialog(await extension.openPopupFor(studyAddress()))
    await expect(shareDialog.dialog).toContainText(sampleStudies.ctThorax.description)
    expect(await shareDialog.createLink()).toMatch(/\/share\/s#/)

    const options = await extension.openOptions()
    await expect(options.getByText('Connected to Sample Hospital')).toBeVisible()
    await expect(options.getByRole('textbox', { name: 'Address', exact: true })).not.toBeEditable()
    await expect(options.getByRole('button', { name: 'Connect' })).toHaveCount(0)
    await expect(options.getByText('https://viewer.hospital.example', { exact: true })).toBeVisible()
    await expect(options.getByRole('button', { name: 'Remove https://viewer.hospital.example' })).toHaveCount(
      0,
    )
    await expect(options.getByRole('checkbox', { name: /Show a Share button/ })).toBeDisabled()
  } finally {
    await extension.close()
  }
})

test('in Firefox too', async () => {
  const program = firefoxProgram()
  test.skip(program === undefined && !isWhole, 'no Firefox on this machine')
  if (program === undefined) throw new Error('install firefox-esr: this run leaves nothing out')
  const firefox = await ExtensionFirefox.launch(program, { serviceUrl: stackUnderTest().url })
  try {
    const options = await firefox.open('options.html')
    await options.locator('::-p-text(Connected to Sample Hospital)').wait()
    await options.locator('::-p-text(Set by your hospital.)').wait()
    const popup = await firefox.openPopupFor(options, studyAddress())
    await popup.locator('::-p-text(Sign in to share)').wait()
  } finally {
    await firefox.browser.close()
  }
})
