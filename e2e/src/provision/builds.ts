import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Task } from '../process/progress.ts'
import { run } from '../process/run.ts'

export type BuiltPackage = 'backend' | 'share-dialog' | 'ohif-extension' | 'oe2-addon' | 'browser-extension'

interface Package {
  readonly folder: BuiltPackage
  /** What its build reads besides its own folder. */
  readonly alsoReads: readonly string[]
}

/** Packages that are built, each after those that it takes code from (as source: no order is needed). */
const packages: readonly Package[] = [
  { folder: 'backend', alsoReads: [] },
  { folder: 'share-dialog', alsoReads: ['backend/src/contract'] },
  { folder: 'ohif-extension', alsoReads: ['backend/src/contract', 'share-dialog/src'] },
  { folder: 'oe2-addon', alsoReads: ['backend/src/contract', 'share-dialog/src'] },
  { folder: 'browser-extension', alsoReads: ['backend/src/contract', 'share-dialog/src'] },
]

/** Whatever the caller's shell or test runner says: in other modes other, larger files come out. */
const MODE = { NODE_ENV: 'production' }

const NOT_SOURCE = new Set(['dist', 'node_modules'])

async function hashFolder(folder: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!NOT_SOURCE.has(entry.name)) await hashFolder(path, hash)
    } else if (!/\.test\.tsx?$/.test(entry.name)) {
      hash.update(`${entry.name}\0`).update(await readFile(path))
    }
  }
}

export interface BuildOptions {
  /** Folder of the whole project. */
  readonly project: string
  /** Remembers which sources were built. */
  readonly stampFolder: string
  /** Absent: all. */
  readonly only?: BuiltPackage
}

/** Builds what changed since its last build. */
export async function buildPackages({ project, stampFolder, only }: BuildOptions, task: Task): Promise<void> {
  await mkdir(stampFolder, { recursive: true })
  const lockfile = await readFile(join(project, 'pnpm-lock.yaml'))
  for (const { folder, alsoReads } of packages) {
    if (only !== undefined && folder !== only) continue
    const hash = createHash('sha256').update(lockfile).update(JSON.stringify(MODE))
    for (const source of [folder, ...alsoReads]) await hashFolder(join(project, source), hash)
    const revision = hash.digest('hex')
    const stamp = join(stampFolder, folder)
    const built = existsSync(stamp) ? await readFile(stamp, 'utf8') : ''
    if (built === revision && existsSync(join(project, folder, 'dist'))) continue
    task.note(folder)
    await run('npm', ['run', '--silent', 'build'], {
      cwd: join(project, folder),
      env: { ...process.env, ...MODE },
      signal: task.signal,
    })
    await writeFile(stamp, revision)
  }
}
