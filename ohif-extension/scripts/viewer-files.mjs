/**
 * Which of OHIF's files a study view needs, told from its build alone: what its page loads, the chunks of the
 * modules that it registers at its start, and every small chunk, style, font and decoder beside them. What is large
 * and loaded for special studies only (microscopy, machine learning, meshes) is left to the viewer.
 */

/** Larger chunks are fetched ahead only if the start needs them. */
const LARGE_BYTES = 700_000

/**
 * @param {{ name: string, bytes: number }[]} files of the build's root folder
 * @param {string} page the text of `index.html`
 * @param {(name: string) => string} read gives a file's text
 * @returns {{ files: string[], program?: string }} names relative to the viewer's root, the most urgent first; the
 *   program is the script that takes the browser longest
 */
export const listViewerFiles = (files, page, read) => {
  const names = new Map(files.map(({ name, bytes }) => [name, bytes]))
  const named = [...page.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.(?:js|css))"/g)]
    .map(([, address]) => address.split('/').at(-1) ?? '')
    .filter((name) => names.has(name))
  const app = named.find((name) => /^app\.bundle\..*js$/.test(name))
  const atStart =
    app === undefined ? [] : chunksAtStart(read(app)).flatMap((id) => filesOfChunk(id, [...names.keys()]))
  const small = files
    .filter(({ name, bytes }) => bytes <= LARGE_BYTES && LAZY_FILE.test(name))
    .map(({ name }) => name)
  const all = [...new Set([...named, ...atStart, ...small])].filter((name) => !PAGE_OWN.has(name))
  return app === undefined ? { files: all } : { files: all, program: app }
}

const LAZY_FILE = /^(?:[\w-]+\.bundle\.[0-9a-f]+\.js|\d+\.css|[0-9a-f]{16}\.(?:wasm|woff2))$/
/** Written for each deployment, and asked for again each time. */
const PAGE_OWN = new Set(['app-config.js'])

const filesOfChunk = (id, names) =>
  names.filter((name) => name.startsWith(`${id}.bundle.`) || name === `${id}.css`)

/** `loadModule` names the chunks of each module; `pluginImports` says which modules are loaded at the start. */
const chunksAtStart = (app) => {
  const registered = [...app.matchAll(/(?:extensions|modes)\.push\("(@ohif\/[\w-]+)"\)/g)].map(
    ([, module]) => module,
  )
  return registered.flatMap((module) => {
    const start = app.indexOf(`if (module === "${module}")`)
    if (start < 0) return []
    const block = app.slice(start, app.indexOf('return', start))
    return [...block.matchAll(/__webpack_require__\.e\((?:\/\*.*?\*\/\s*)?"?(\d+)"?\)/g)].map(([, id]) => id)
  })
}
