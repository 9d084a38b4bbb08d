import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readFolder, zip } from './zip-folder.ts'

/** What is needed to build the extension again, and no more: the code that goes into it. */
const FOLDERS = [
  'backend/src/contract',
  'share-dialog/src',
  'browser-extension/src',
  'browser-extension/scripts',
  'browser-extension/icons',
]
const FILES = ['LICENSE', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.cjs', 'package.json']
const HOW_TO = 'browser-extension/store/rebuild.md'

const isSource = (path: string): boolean => !/\.test\.tsx?$/.test(path)

/** The source archive that stores ask for; its `README.md` says how to get the same bytes out of it. */
export const zipSources = async (project: string): Promise<Uint8Array> => {
  const files = new Map<string, Uint8Array>()
  const add = async (path: string, name = path) =>
    void files.set(name, new Uint8Array(await readFile(join(project, path))))
  for (const folder of FOLDERS)
    for (const [path, bytes] of await readFolder(join(project, folder), isSource))
      files.set(`${folder}/${path}`, bytes)
  for (const path of FILES) if (existsSync(join(project, path))) await add(path)
  // All packages' own, because the lockfile speaks of all.
  for (const name of await readdir(project))
    if (existsSync(join(project, name, 'package.json'))) await add(`${name}/package.json`)
  await add(HOW_TO)
  await add(HOW_TO, 'README.md')
  return zip(files)
}
