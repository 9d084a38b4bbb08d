import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { zipSync, type Zippable } from 'fflate'

/** The oldest that a zip can say, in whatever time zone: the same files give the same bytes. */
const NO_TIME = new Date(1980, 0, 1)

/** All files of a folder as one zip, byte for byte the same whenever and wherever it is made. */
export const zipFolder = async (folder: string): Promise<Uint8Array> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files: Zippable = {}
  for (const path of paths.toSorted())
    files[relative(folder, path).replaceAll(sep, '/')] = new Uint8Array(await readFile(path))
  return zipSync(files, { level: 9, mtime: NO_TIME, os: 3, attrs: 0o644 << 16 })
}
