import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideOhif } from '../src/provision/ohif.ts'

/** `tsx scripts/export-ohif.ts FOLDER`: the viewer as a web server serves it below /ohif/, in a folder of its own. */
const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: export-ohif.ts FOLDER')
const cache = await mkdtemp(join(tmpdir(), 'studylink-ohif-'))
const { prepared, dist } = await provideOhif(cache)
// Folders of the build are served as they are; its files were moved to the sub-path.
await cp(dist, folder, {
  recursive: true,
  filter: (source) => !source.endsWith('.map') && !source.endsWith('app-config.js'),
})
await cp(prepared, folder, { recursive: true, force: true })
await rm(cache, { recursive: true })
