import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inProject } from '../../project.ts'

const SUFFIX = '.template'

export interface Template {
  /** Below `conf.d/`, without its suffix. */
  readonly path: string
  readonly text: string
}

/** The deployment's templates of nginx. */
export async function readTemplates(): Promise<readonly Template[]> {
  const folder = inProject('deploy', 'nginx', 'templates')
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(SUFFIX))
  return Promise.all(
    paths.map(async (path) => ({
      path: path.slice(0, -SUFFIX.length),
      text: await readFile(join(folder, path), 'utf8'),
    })),
  )
}
