import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const SUFFIX = '.html'

/** The HTML files of one folder, by name without `.html`. */
export interface EmailTemplates {
  list(): Promise<readonly string[]>
  /** Undefined: there is none of this name. */
  get(name: string): Promise<string | undefined>
}

const noneWithoutFolder = (error: NodeJS.ErrnoException): [] => {
  if (error.code === 'ENOENT') return []
  throw error
}

/** Reads the folder anew each time: an edited template counts at once. A folder that is not there has none. */
export const createEmailTemplates = (folder: string): EmailTemplates => {
  const list = async () => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(noneWithoutFolder)
    return entries
      .filter((entry) => !entry.isDirectory() && entry.name.endsWith(SUFFIX) && entry.name !== SUFFIX)
      .map(({ name }) => name.slice(0, -SUFFIX.length))
      .toSorted()
  }
  return {
    list,
    async get(name) {
      // Only a name that the folder lists becomes part of a path: nothing leads out of it.
      if (!(await list()).includes(name)) return undefined
      return readFile(join(folder, name + SUFFIX), 'utf8')
    },
  }
}
