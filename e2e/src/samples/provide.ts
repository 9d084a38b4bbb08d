import { createHash } from 'node:crypto'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Task } from '../process/progress.ts'
import { cachedFolder } from '../provision/cached-folder.ts'
import { sampleStudies, type SampleName } from './catalog.ts'
import { makeSampleStudy } from './make-study.ts'

/** Changes with the code that makes the samples. */
async function revision(): Promise<string> {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).toSorted()) {
    if (/^(?!.*\.test\.).*\.ts$/.test(name)) hash.update(await readFile(join(folder, name)))
  }
  return hash.digest('hex').slice(0, 8)
}

/** @returns folders of DICOM files, one for each sample study; made once */
export async function provideSamples(
  cacheFolder: string,
  { note }: Task,
): Promise<Record<SampleName, string>> {
  const samples = join(cacheFolder, `samples-${await revision()}`)
  const names = Object.keys(sampleStudies) as SampleName[]
  const folders = names.map(async (name) => {
    const folder = await cachedFolder(join(samples, name), async (making) => {
      note(sampleStudies[name].description)
      for (const [index, file] of makeSampleStudy(name).entries()) {
        await writeFile(join(making, `${String(index).padStart(4, '0')}.dcm`), file)
      }
    })
    return [name, folder] as const
  })
  return Object.fromEntries(await Promise.all(folders)) as Record<SampleName, string>
}
