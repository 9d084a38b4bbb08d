/** All that we take from Orthanc Explorer 2 (seen in 1.14.1); its insides stay its own. */
export interface Oe2Window {
  /** keycloak-js, as OE2 keeps it; absent where OE2 signs nobody in. */
  keycloak?: {
    token?: string | undefined
    /** Renews the token when it lives no longer than this; rejects when it cannot. */
    updateToken(minValiditySeconds: number): Promise<boolean>
    /** Leaves for the provider's page, which leads back. */
    login?(): Promise<void>
  }
}

/** The link that OE2 clicks for custom buttons with `"HttpMethod": "GET"`. */
export const CUSTOM_BUTTON_LINK_ID = 'hidden-link-for-custom-buttons'

/** Longer than one call to the service takes. */
const MIN_VALIDITY_SECONDS = 30

/** The clinician's access token, renewed when it is about to end. */
export const getAccessToken = async ({ keycloak }: Oe2Window): Promise<string | undefined> => {
  // Where it cannot be renewed, the one there is may still be good: the service judges.
  await keycloak?.updateToken(MIN_VALIDITY_SECONDS).catch(() => false)
  return keycloak?.token
}

/** Where nobody signs in there is no way to; else the page is left, and nobody has signed in yet. */
export const signInOf = ({ keycloak }: Oe2Window): (() => Promise<boolean>) | undefined =>
  keycloak?.login &&
  (async () => {
    await keycloak.login?.()
    return false
  })

/** OE2 has one theme per installation, as Bootstrap's attribute. */
export const themeOf = (page: Document): 'light' | 'dark' =>
  page.documentElement.dataset['bsTheme'] === 'dark' ? 'dark' : 'light'

/** The language chosen in OE2; undefined: none was chosen, the browser's counts. */
export const languageOf = (storage: () => Pick<Storage, 'getItem'>): string | undefined => {
  try {
    return storage().getItem('OE2.languageKey') ?? undefined
  } catch {
    // Storage may be blocked, and then even naming it throws.
    return undefined
  }
}
