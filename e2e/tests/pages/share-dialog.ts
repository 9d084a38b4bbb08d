import { expect, type Locator, type Page } from '@playwright/test'
import { PassOn } from './pass-on.ts'

/** The dialog in its shadow root; Playwright's role selectors reach into open roots. */
export class ShareDialog extends PassOn {
  readonly dialog: Locator
  readonly createButton: Locator

  constructor(page: Page) {
    const dialog = page.getByRole('dialog', { name: /share/i })
    super(dialog)
    this.dialog = dialog
    this.createButton = dialog.getByRole('button', { name: 'Create link' })
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
