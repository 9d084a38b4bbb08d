import { createHash } from 'node:crypto'
import { copyFile, cp, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { run } from '../process/run.ts'
import { inProject } from '../project.ts'
import { cachedFolder } from './cached-folder.ts'
import { addScriptPolicy } from './ohif-policy.ts'
import { moveToSubPath, OHIF_ROOT } from './ohif-sub-path.ts'

/** The stock viewer, ready to be served below its sub-path. */
export interface OhifFiles {
  readonly version: string
  /** The viewer's own files, moved to the sub-path, each beside its `.br` and `.gz`. */
  readonly prepared: string
  /** The package's build: its folders (`ort/`, `assets/` …) are served as they are. */
  readonly dist: string
}

const TEXT = new Set(['.html', '.js', '.css', '.json'])
const COMPRESSED = new Set([...TEXT, '.wasm', '.svg'])
/** Beyond 5, brotli costs more seconds than it saves bytes (app bundle: 17.4 MB → 2.9 MB in 0.6 s). */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

const compressors = [
  { suffix: '.br', compress: (content: Buffer) => promisify(brotliCompress)(content, BROTLI) },
  { suffix: '.gz', compress: (content: Buffer) => promisify(gzip)(content, { level: 6 }) },
]

const rewrite = (extension: string, text: string, root: string) => {
  const moved = moveToSubPath(extension, text, root)
  return extension === '.html' ? addScriptPolicy(moved) : moved
}

async function prepareFile(from: string, to: string, root: string) {
  const extension = extname(from)
  if (!COMPRESSED.has(extension)) return copyFile(from, to)
  const content = TEXT.has(extension)
    ? Buffer.from(rewrite(extension, await readFile(from, 'utf8'), root))
    : await readFile(from)
  await writeFile(to, content)
  await Promise.all(
    compressors.map(async ({ suffix, compress }) => writeFile(to + suffix, await compress(content))),
  )
}

/** What guests' browsers fetch while they read the guest page; listed by the same script as in a real deployment. */
const PREFETCH_LIST = 'studylink-prefetch.json'
const listScripts = ['list-viewer-files.mjs', 'viewer-files.mjs'].map((name) =>
  inProject('ohif-extension', 'scripts', name),
)

async function writePrefetchList(dist: string, folder: string) {
  const [script = ''] = listScripts
  const list = await run(process.execPath, [script, dist])
  await writeFile(join(folder, PREFETCH_LIST), list)
}

/** The rules by which the files are prepared; with other rules they are prepared again. */
async function ruleRevision(root: string): Promise<string> {
  const hash = createHash('sha256').update(root)
  const rules = ['ohif-sub-path.ts', 'ohif-policy.ts'].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  )
  for (const file of [...rules, ...listScripts]) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 8)
}

/**
 * OHIF from npm's `@ohif/app` (a dependency of this package, whose own dependencies are not installed),
 * prepared once per version and place.
 *
 * @param root where it will be served, with a slash at both ends
 */
export async function provideOhif(cacheFolder: string, root = OHIF_ROOT): Promise<OhifFiles> {
  const manifest = createRequire(import.meta.url).resolve('@ohif/app/package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  const dist = join(dirname(manifest), 'dist')
  const revision = await ruleRevision(root)
  const prepared = await cachedFolder(join(cacheFolder, `ohif-${version}-${revision}`), async (folder) => {
    await writePrefetchList(dist, folder)
    const files = (await readdir(dist, { withFileTypes: true })).filter((entry) => entry.isFile())
    await Promise.all(
      files
        .filter(({ name }) => !name.endsWith('.map') && name !== 'app-config.js')
        .map(({ name }) => prepareFile(join(dist, name), join(folder, name), root)),
    )
  })
  return { version, prepared, dist }
}

/** Puts the viewer together in a folder, as a web server serves it below its sub-path. */
export async function copyOhif({ prepared, dist }: OhifFiles, folder: string): Promise<void> {
  // Folders of the build are served as they are; its files were moved to the sub-path.
  await cp(dist, folder, {
    recursive: true,
    filter: (source) => !source.endsWith('.map') && !source.endsWith('app-config.js'),
  })
  await cp(prepared, folder, { recursive: true, force: true, dereference: true })
}
