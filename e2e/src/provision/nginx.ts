import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from '../process/find-command.ts'
import type { Task } from '../process/progress.ts'
import { ORTHANC_SUITE } from './apt-sources.ts'
import { cachedFolder } from './cached-folder.ts'
import { loaderOfTree, unpackDebianTree } from './debian-tree.ts'

/** An nginx that can be started, with its list of media types. */
export interface NginxProgram {
  readonly command: string
  /** Arguments that come before nginx's own. */
  readonly args: readonly string[]
  readonly mimeTypes: string
}

const MIME_TYPES = 'etc/nginx/mime.types'

/**
 * The machine's own nginx, else Debian's package unpacked into the cache (once).
 *
 * @throws {SetupError} when it cannot be had
 */
export async function provideNginx(cacheFolder: string, task: Task): Promise<NginxProgram> {
  const installed = findCommand('nginx') ?? ['/usr/sbin/nginx'].find((path) => existsSync(path))
  if (installed && existsSync(`/${MIME_TYPES}`)) {
    return { command: installed, args: [], mimeTypes: `/${MIME_TYPES}` }
  }
  const tree = await cachedFolder(join(cacheFolder, `nginx-${ORTHANC_SUITE}-${process.arch}`), (folder) =>
    unpackDebianTree(folder, ['nginx'], task),
  )
  const { loader, libraryPath } = await loaderOfTree(tree)
  return {
    command: loader,
    args: ['--library-path', libraryPath, join(tree, 'usr/sbin/nginx')],
    mimeTypes: join(tree, MIME_TYPES),
  }
}
