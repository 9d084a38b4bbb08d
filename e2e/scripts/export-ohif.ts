import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOhif, provideOhif } from '../src/provision/ohif.ts'

/** `tsx scripts/export-ohif.ts FOLDER [/ohif/]`: the viewer as a web server serves it below that path, in a folder of its own. */
const [folder, root] = process.argv.slice(2)
if (!folder) throw new Error('usage: export-ohif.ts FOLDER [/ohif/]')
const cache = await mkdtemp(join(tmpdir(), 'studylink-ohif-'))
await copyOhif(await provideOhif(cache, root), folder)
await rm(cache, { recursive: true })
