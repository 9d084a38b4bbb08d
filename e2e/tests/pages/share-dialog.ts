import { expect, type Locator, type Page } from '@playwright/test'

/** The dialog in its shadow root; Playwright's role selectors reach into open roots. */
export class ShareDialog {
  readonly dialog: Locator
  readonly createButton: Locator
  readonly link: Locator
  readonly copyButton: Locator
  readonly qr: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: /share/i })
    this.createButton = this.dialog.getByRole('button', { name: 'Create link' })
    this.link = this.dialog.getByRole('textbox', { name: 'Link' })
    this.copyButton = this.dialog.getByRole('button', { name: 'Copy link' })
    this.qr = this.dialog.getByRole('img', { name: /QR/ })
  }

  async createLink(): Promise<string> {
    await this.createButton.click()
    await expect(this.link).toBeVisible()
    return this.link.inputValue()
  }
}
