import { expect, type Locator, type Page } from '@playwright/test'
import { PassOn } from './pass-on.ts'

/** The page under `/share/`. */
export class MyShares {
  readonly page: Page
  readonly heading: Locator
  readonly signInButton: Locator
  readonly signOutButton: Locator
  readonly rows: Locator
  readonly search: Locator
  readonly show: Locator
  readonly whose: Locator
  readonly moreButton: Locator
  /** What one button of a row opens, over the list. */
  readonly drawer: Locator
  readonly passOn: PassOn

  constructor(page: Page) {
    this.page = page
    this.heading = page.getByRole('heading', { level: 1, name: 'My shares' })
    this.signInButton = page.getByRole('button', { name: 'Sign in' })
    this.signOutButton = page.getByRole('button', { name: 'Sign out' })
    this.rows = page.getByRole('main').getByRole('listitem')
    this.search = page.getByRole('searchbox')
    this.show = page.getByRole('combobox', { name: 'Show' })
    this.whose = page.getByRole('combobox', { name: 'Whose' })
    this.moreButton = page.getByRole('button', { name: 'Show more' })
    this.drawer = page.getByRole('dialog')
    this.passOn = new PassOn(this.drawer)
  }

  async open(): Promise<void> {
    await this.page.goto('/share/')
    await expect(this.heading).toBeVisible()
    await expect(this.search).toBeVisible()
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text })
  }

  /** Opens what a button of a row opens. */
  async openPanel(
    row: Locator,
    button: 'Link, QR, print' | 'Change' | 'History' | 'End link',
  ): Promise<void> {
    await row.getByRole('button', { name: button }).click()
    await expect(this.drawer).toBeVisible()
  }

  async closeDrawer(): Promise<void> {
    await this.drawer.getByRole('button', { name: 'Close' }).click()
    await expect(this.drawer).toBeHidden()
  }
}
