import { expect, type Locator } from '@playwright/test'

/** A link and the ways to pass it on, in the dialog and in «my shares». */
export class PassOn {
  readonly within: Locator
  readonly link: Locator
  readonly pin: Locator
  readonly copyButton: Locator
  readonly qr: Locator
  readonly sendButton: Locator
  readonly emailButton: Locator
  readonly printButton: Locator

  constructor(within: Locator) {
    this.within = within
    this.link = within.getByRole('textbox', { name: 'Link' })
    this.pin = within.getByRole('textbox', { name: 'PIN' })
    this.copyButton = within.getByRole('button', { name: 'Copy link' })
    this.qr = within.getByRole('img', { name: /QR/ })
    this.sendButton = within.getByRole('button', { name: 'Send…' })
    this.emailButton = within.getByRole('button', { name: 'E-mail…' })
    this.printButton = within.getByRole('button', { name: 'Print…' })
  }

  /** Prints the hand-out in a language, by its own name. */
  async printIn(language: string): Promise<void> {
    const panel = this.within.getByRole('region', { name: 'Print…' })
    if (!(await panel.isVisible())) await this.printButton.click()
    await panel.getByRole('combobox', { name: 'Language of the guest' }).selectOption({ label: language })
    await panel.getByRole('button', { name: 'Print the sheet' }).click()
  }

  /** Sends the link by the server's e-mail. */
  async emailTo(address: string, language: string): Promise<void> {
    await this.emailButton.click()
    const panel = this.within.getByRole('region', { name: 'E-mail…' })
    await panel.getByRole('combobox', { name: 'Language of the guest' }).selectOption({ label: language })
    await panel.getByRole('textbox', { name: 'To' }).fill(address)
    await panel.getByRole('button', { name: 'Send e-mail' }).click()
    await expect(panel.getByRole('status').filter({ hasText: 'The e-mail has been sent' })).toBeVisible()
  }
}
