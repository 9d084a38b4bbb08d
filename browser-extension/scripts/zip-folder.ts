import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { zipSync, type Zippable } from 'fflate'

/** The oldest that a zip can say, in whatever time zone: the same files give the same bytes. */
const NO_TIME = new Date(1980, 0, 1)

/** These bytes as one zip, byte for byte the same whenever and wherever it is made. */
export const zip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const sorted: Zippable = {}
  for (const name of [...files.keys()].toSorted()) sorted[name] = files.get(name) ?? new Uint8Array()
  return zipSync(sorted, { level: 9, mtime: NO_TIME, os: 3, attrs: 0o644 << 16 })
}

/** All files of a folder by their path in it, with slashes. */
export const readFolder = async (
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<Map<string, Uint8Array>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter(isWanted)
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, new Uint8Array(await readFile(join(folder, path)))] as const),
    ),
  )
}

export const zipFolder = async (folder: string): Promise<Uint8Array> => zip(await readFolder(folder))
