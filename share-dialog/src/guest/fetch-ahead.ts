import { compileAhead } from './compile-ahead.ts'

/**
 * Fetches the viewer's program files into the browser's cache while the guest reads. No patient data: only what
 * `{rootUrl}studylink-prefetch.json` lists (`{"files": ["app.js", …], "program": "app.js"}`, relative to the viewer's
 * root), or, without it, the scripts and styles that the viewer's page names. The program is compiled, too. Nothing
 * outside this origin and that root. Best effort.
 */
export const fetchAhead = async (
  rootUrl: string,
  {
    fetch = globalThis.fetch.bind(globalThis),
    compile = compileAhead,
    page = location.href,
    saveData = wantsToSaveData(),
  } = {},
): Promise<void> => {
  if (saveData) return
  try {
    const root = new URL(rootUrl, page)
    if (root.origin !== new URL(page).origin) return
    const get = (url: URL) => fetch(url.href, { credentials: 'same-origin', priority: 'low' } as RequestInit)
    const list = await readList(root, get)
    const urls = (list?.files ?? (await readPage(root, get))).filter((url) => isBelow(root, url))
    await Promise.all(Array.from({ length: LANES }, () => drain(urls, get)))
    if (list?.program !== undefined && isBelow(root, list.program)) await compile(list.program)
    performance.mark(FETCHED_AHEAD)
  } catch {
    // Only a head start: the viewer fetches what is missing.
  }
}

const LANES = 3
/** In the page's performance timeline: from now on the viewer starts at its fastest. */
const FETCHED_AHEAD = 'studylink:fetched-ahead'

type Get = (url: URL) => Promise<Response>

const isBelow = (root: URL, url: URL): boolean => url.href.startsWith(root.href)

interface ViewerFiles {
  files: URL[]
  /** The script that takes longest to compile. */
  program: URL | undefined
}

const readList = async (root: URL, get: Get): Promise<ViewerFiles | undefined> => {
  const response = await get(new URL('studylink-prefetch.json', root))
  if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return undefined
  const { files, program } = (await response.json()) as { files?: unknown; program?: unknown }
  if (!Array.isArray(files)) return undefined
  return {
    files: files.filter((file) => typeof file === 'string').map((file) => new URL(file, root)),
    program: typeof program === 'string' ? new URL(program, root) : undefined,
  }
}

const readPage = async (root: URL, get: Get): Promise<URL[]> => {
  const page = new DOMParser().parseFromString(await (await get(root)).text(), 'text/html')
  return [...page.querySelectorAll('script[src], link[rel="stylesheet"][href]')].map(
    (element) => new URL(element.getAttribute('src') ?? element.getAttribute('href') ?? '', root),
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
