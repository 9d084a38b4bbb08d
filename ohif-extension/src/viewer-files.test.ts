import { describe, expect, it } from 'vitest'
import { listViewerFiles } from '../scripts/viewer-files.mjs'

const HASH = '0123456789abcdef'
const BIG = 5_000_000
const page = `<script src="/app-config.js"></script><script defer src="/app.bundle.${HASH}.js"></script>
<link href="/ohif/app.bundle.css" rel="stylesheet"><link rel="icon" href="/assets/favicon.ico">`
const app = `pluginImports_extensions.push("@ohif/extension-default");
if (module === "@ohif/extension-default") {
  const imported = await Promise.all(/* import() */ [__webpack_require__.e(89)]).then(x); return imported.default; }
if (module === "@ohif/extension-dicom-microscopy") {
  const imported = await __webpack_require__.e(/* import() */ 5731).then(x); return imported.default; }`

const list = (names: [name: string, bytes: number][], text = app) =>
  listViewerFiles(
    names.map(([name, bytes]) => ({ name, bytes })),
    page,
    () => text,
  )

const files: [string, number][] = [
  ['app-config.js', 1],
  [`app.bundle.${HASH}.js`, BIG],
  ['app.bundle.css', 1],
  [`89.bundle.${HASH}.js`, BIG],
  [`5731.bundle.${HASH}.js`, BIG],
  [`7.bundle.${HASH}.js`, 1],
  [`${HASH}.wasm`, 1],
  ['sw.js', 1],
  ['es6-shim.min.js', 1],
]

describe("the list of the viewer's files", () => {
  it('has the page, the modules of its start and the small chunks, in this order', () => {
    expect(list(files).files).toEqual([
      `app.bundle.${HASH}.js`,
      'app.bundle.css',
      `89.bundle.${HASH}.js`,
      `7.bundle.${HASH}.js`,
      `${HASH}.wasm`,
    ])
  })

  it('names the program', () => {
    expect(list(files).program).toBe(`app.bundle.${HASH}.js`)
  })

  it('does without the modules where a build is written otherwise', () => {
    expect(list(files, 'minified').files).not.toContain(`89.bundle.${HASH}.js`)
  })
})
