import type { Locator, Page } from '@playwright/test'

/** The identity provider's login page: the embedded one's and Keycloak's are worded alike. */
export class SignInPage {
  readonly password: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.password = page.getByLabel('Password', { exact: true })
  }

  async signInAs(username: string, password: string): Promise<void> {
    await this.page.getByLabel(/user ?name/i).fill(username)
    await this.password.fill(password)
    await this.page.getByRole('button', { name: /sign in|log in/i }).click()
  }
}
