import type { Page } from '@playwright/test'

/** The identity provider's login page: the embedded one's and Keycloak's are worded alike. */
export class SignInPage {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async signInAs(username: string, password: string): Promise<void> {
    await this.page.getByLabel(/user ?name/i).fill(username)
    await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: /sign in|log in/i }).click()
  }
}
