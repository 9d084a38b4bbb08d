import type { Locator, Page } from '@playwright/test'

/** What a guest sees first: `/share/s#<code>`. */
export class GuestPage {
  readonly page: Page
  readonly openButton: Locator
  readonly heading: Locator
  readonly alert: Locator

  constructor(page: Page) {
    this.page = page
    this.openButton = page.getByRole('button', { name: 'Open the images' })
    this.heading = page.getByRole('heading', { level: 1 })
    this.alert = page.getByRole('alert')
  }

  async visit(link: string): Promise<void> {
    await this.page.goto(link)
  }

  /** Opens the images and waits until the viewer has taken over. */
  async openImages(): Promise<void> {
    await this.openButton.click()
    await this.page.waitForURL(/\/ohif\/viewer/)
  }
}
