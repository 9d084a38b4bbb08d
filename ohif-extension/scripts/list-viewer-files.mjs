/**
 * `node list-viewer-files.mjs <folder of OHIF's build>` prints `studylink-prefetch.json` for it: serve that beside
 * the viewer's files, and guests' browsers fetch them (and compile the program) while the guest page is read.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listViewerFiles } from './viewer-files.mjs'

const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write(
    'usage: node list-viewer-files.mjs <folder of OHIF’s build>, e.g. node_modules/@ohif/app/dist\n',
  )
  process.exit(2)
}
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => ({ name, bytes: statSync(join(folder, name)).size }))
const read = (name) => readFileSync(join(folder, name), 'utf8')
process.stdout.write(`${JSON.stringify(listViewerFiles(files, read('index.html'), read))}\n`)
