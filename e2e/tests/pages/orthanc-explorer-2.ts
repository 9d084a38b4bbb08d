import type { Locator, Page, Response } from '@playwright/test'
import type { SampleStudy } from '../../src/samples/catalog.ts'
import { SignInPage } from './sign-in-page.ts'

/** A real Orthanc Explorer 2 that signs in by Keycloak (seen in 1.14.1). */
export class OrthancExplorer2 {
  readonly page: Page
  /** Our buttons: at the study that is open, and above the list for the selected ones. */
  readonly shareButton: Locator
  readonly mySharesButton: Locator
  readonly shareSelectedButton: Locator
  /** OE2's own, at the study that is open. */
  private readonly nativeShareButton: Locator

  constructor(page: Page) {
    this.page = page
    const study = page.locator('.study-details-table')
    this.shareButton = study.locator('.custom-button:has(.bi-qr-code)')
    this.mySharesButton = study.locator('.custom-button:has(.bi-card-checklist)')
    this.shareSelectedButton = page.locator('.study-list-bulk-buttons .custom-button:has(.bi-qr-code)')
    this.nativeShareButton = study.locator('button[data-bs-target^="#share-modal-"]')
  }

  async signInAs(username: string, password: string): Promise<void> {
    await this.page.goto('/orthanc/ui/app/')
    await new SignInPage(this.page).signInAs(username, password)
    await this.accessToken()
  }

  /** As OE2 has it at this moment. */
  async accessToken(): Promise<string> {
    const token = await this.page.waitForFunction(
      () => (globalThis as unknown as { keycloak?: { token?: string } }).keycloak?.token,
    )
    return (await token.jsonValue()) ?? ''
  }

  /** Of the study list. */
  row({ accessionNumber }: Pick<SampleStudy, 'accessionNumber'>): Locator {
    // The details of an open study are a row as well.
    const rows = this.page.locator('tr.study-row-collapsed, tr.study-row-expanded')
    return rows.filter({ hasText: accessionNumber })
  }

  async openStudy(study: SampleStudy): Promise<void> {
    await this.row(study).getByText(study.accessionNumber).click()
  }

  async select(study: SampleStudy): Promise<void> {
    await this.row(study).getByRole('checkbox').check()
  }

  /** By OE2's own form, a folder for each study. */
  async upload(folders: readonly string[]): Promise<void> {
    await this.page.locator('[data-bs-target="#upload-handler"]').click()
    for (const folder of folders) await this.page.locator('#foldersUpload').setInputFiles(folder)
  }

  /** Presses OE2's own Share button; its link is what the server answers. */
  async shareNatively(): Promise<Response> {
    const made = this.page.waitForResponse(
      (response) => response.request().method() === 'PUT' && /\/auth\/tokens\//.test(response.url()),
    )
    await this.nativeShareButton.click()
    return made
  }

  async logOut(): Promise<void> {
    await this.page.locator('[data-bs-target="#profile-list"]').click()
    await this.page.locator('#profile-list .fa-arrow-right-from-bracket').click()
    await this.page.waitForURL(/\/protocol\/openid-connect\//)
  }
}
