/** What the tests use of Chromium's API, inside the extension's own pages and its background script. */
interface StorageAreaInTests {
  get(): Promise<Record<string, unknown>>
  set(items: object): Promise<void>
}

declare const chrome: {
  commands: { getAll(): Promise<{ name: string; shortcut: string }[]> }
  contextMenus: {
    /** Rejects when there is no such item. */
    update(id: string, change: object): Promise<void>
    /** `dispatch` is the browser's own: it calls the listeners as a click in the native menu does. */
    onClicked: { dispatch(click: { menuItemId: string; linkUrl: string }, tab: object): void }
  }
  scripting: { getRegisteredContentScripts(): Promise<{ matches: string[] }[]> }
  storage: { local: StorageAreaInTests; session: StorageAreaInTests; managed: StorageAreaInTests }
}
