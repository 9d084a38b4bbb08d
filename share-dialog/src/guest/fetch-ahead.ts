/**
 * Fetches the viewer's program files into the browser's cache while the guest reads. No patient data: only what
 * `{rootUrl}studylink-prefetch.json` lists (`{"files": ["app.js", …]}`, relative to the viewer's root), or, without
 * it, the scripts and styles that the viewer's page names. Nothing outside this origin and that root. Best effort.
 */
export const fetchAhead = async (
  rootUrl: string,
  { fetch = globalThis.fetch.bind(globalThis), page = location.href, saveData = wantsToSaveData() } = {},
): Promise<void> => {
  if (saveData) return
  try {
    const root = new URL(rootUrl, page)
    if (root.origin !== new URL(page).origin) return
    const get = (url: URL) => fetch(url.href, { credentials: 'same-origin', priority: 'low' } as RequestInit)
    const files = (await readList(root, get)) ?? (await readPage(root, get))
    const urls = files.map((file) => new URL(file, root)).filter((url) => url.href.startsWith(root.href))
    await Promise.all(Array.from({ length: LANES }, () => drain(urls, get)))
  } catch {
    // Only a head start: the viewer fetches what is missing.
  }
}

const LANES = 3

type Get = (url: URL) => Promise<Response>

const readList = async (root: URL, get: Get): Promise<string[] | undefined> => {
  const response = await get(new URL('studylink-prefetch.json', root))
  if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return undefined
  const { files } = (await response.json()) as { files?: unknown }
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : undefined
}

const readPage = async (root: URL, get: Get): Promise<string[]> => {
  const page = new DOMParser().parseFromString(await (await get(root)).text(), 'text/html')
  return [...page.querySelectorAll('script[src], link[rel="stylesheet"][href]')].map(
    (element) => element.getAttribute('src') ?? element.getAttribute('href') ?? '',
  )
}

/** A file is in the cache only when its body was read; as a blob it need not stay in memory. */
const drain = async (urls: URL[], get: Get): Promise<void> => {
  for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
    await get(url)
      .then((response) => response.blob())
      .catch(() => {})
  }
}

const wantsToSaveData = (): boolean =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
