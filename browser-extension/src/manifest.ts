export type Target = 'chrome' | 'firefox'
/** `store`: as uploaded. `unpacked`: loaded from a folder. `test`: unpacked, with what a click would grant. */
export type Purpose = 'store' | 'unpacked' | 'test'

export interface ManifestOptions {
  target: Target
  purpose: Purpose
  version: string
}

/** Fixes Chrome's id, and so the sign-in's way back. Stores sign with keys of their own and want none here. */
const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr/X7U+mprlou/xIub1TJ1FiqB3Z7agZgg05fbEKKuq8jubtwltZXeY0tolU3qtuCMYQ08+pfPCSBcVP/WKonYDrBKM1euEjvHFZYxgc/wZaGvRcgAN1qfsEqCUnkZt1cVue0ibxxpcpGafzq4y7qmnrchL2vtwqEzzfcOxXZGFL/3BWEG6TBHSZX7GmXCSf3b0NAwtR9G1ePbJUSLggNIGtn+90nXQUeL8oiG6Bytgn71LXyx9NosdepRCp9WvhLZrUnj2eAlkBuOYX1cEAGNu/dN6MkR3D3rVNBjwIwY1DuN7t6lSikEv8/S366WNKyb0vgGGopyeXPn53C2xex2QIDAQAB'

/** Firefox's id; its hash is the host of the sign-in's way back. */
export const FIREFOX_ID = 'browser-extension@studylink'

const SIZES = [16, 32, 48, 128] as const
const icons = Object.fromEntries(SIZES.map((size) => [size, `icons/icon-${size}.png`]))
/** Of test builds only: everything else is granted by a click. */
const TEST_HOSTS = ['http://127.0.0.1/*']

/** The manifest asks for the least; hosts are optional and asked for one by one, from a click. */
export const createManifest = ({ target, purpose, version }: ManifestOptions) => ({
  manifest_version: 3,
  name: '__MSG_name__',
  description: '__MSG_description__',
  default_locale: 'en',
  version,
  icons,
  action: { default_title: '__MSG_action__', default_popup: 'popup.html', default_icon: icons },
  options_ui: { page: 'options.html', open_in_tab: true },
  permissions: ['activeTab', 'contextMenus', 'identity', 'scripting', 'storage'],
  optional_host_permissions: ['https://*/*', 'http://*/*'],
  ...(purpose === 'test' && { host_permissions: TEST_HOSTS }),
  commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+S' } } },
  storage: { managed_schema: 'managed-schema.json' },
  ...(target === 'chrome'
    ? {
        background: { service_worker: 'background.js', type: 'module' },
        minimum_chrome_version: '123',
        ...(purpose !== 'store' && { key: CHROME_KEY }),
      }
    : {
        background: { scripts: ['background.js'], type: 'module' },
        browser_specific_settings: {
          gecko: {
            id: FIREFOX_ID,
            strict_min_version: '142.0',
            data_collection_permissions: { required: ['none'] },
          },
        },
      }),
})

/** Chrome shows hospitals what they can set. Firefox needs none. */
export const managedSchema = {
  type: 'object',
  properties: {
    serviceUrl: { title: 'Address of the StudyLink service', type: 'string' },
    viewerOrigins: {
      title: 'Where studies are recognised, besides the service itself (https://viewer.example.org)',
      type: 'array',
      items: { type: 'string' },
    },
    inPageButton: { title: 'Show a Share button in these viewers', type: 'boolean' },
  },
} as const
