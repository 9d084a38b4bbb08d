import { expect, type Locator, type Page } from '@playwright/test'
import { PassOn } from './pass-on.ts'
import { SignInPage } from './sign-in-page.ts'

/** The dialog in its shadow root; Playwright's role selectors reach into open roots. */
export class ShareDialog extends PassOn {
  readonly dialog: Locator
  readonly createButton: Locator
  readonly signInButton: Locator
  private readonly page: Page

  constructor(page: Page) {
    const dialog = page.getByRole('dialog', { name: /share/i })
    super(dialog)
    this.dialog = dialog
    this.page = page
    this.signInButton = dialog.getByRole('button', { name: 'Sign in' })
    this.createButton = dialog.getByRole('button', { name: 'Create link' })
  }

  /** In the window that the dialog opens, at the provider's own page. */
  async signInAs(username: string, password: string): Promise<void> {
    const opening = this.page.waitForEvent('popup')
    await this.signInButton.click()
    const popup = await opening
    const closed = popup.waitForEvent('close')
    await new SignInPage(popup).signInAs(username, password)
    await closed
  }

  async createLink(): Promise<string> {
    await this.createButton.click()
    await expect(this.link).toBeVisible()
    return this.link.inputValue()
  }

  /** Among the other options, which are folded away. */
  async askForPin(pin: string): Promise<void> {
    await this.dialog.getByText('More options').click()
    await this.dialog.getByRole('checkbox', { name: 'Ask the guest for a PIN' }).check()
    await this.dialog.getByRole('textbox', { name: 'PIN' }).fill(pin)
  }
}
