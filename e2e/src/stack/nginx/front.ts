import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { freePort } from '../../process/free-port.ts'
import { cacheFolder } from '../../project.ts'
import { cachedFolder } from '../../provision/cached-folder.ts'
import { provideNginx } from '../../provision/nginx.ts'
import { copyOhif, type OhifFiles } from '../../provision/ohif.ts'
import type { Task } from '../../process/progress.ts'
import type { Front } from '../front.ts'
import type { StackPart } from '../part.ts'
import { pathOf, startNginx, type TlsFiles } from './server.ts'

/** As the deployment's image has it: the viewer's files, moved to their place, in one folder. */
const provideWebRoot = (files: OhifFiles, publicUrl: URL) =>
  cachedFolder(join(cacheFolder, `web-${basename(files.prepared)}`), (folder) =>
    copyOhif(files, join(folder, pathOf(publicUrl), 'ohif')),
  )

export interface NginxFront extends Front {
  /** Where it listens without TLS. */
  readonly plainUrl: string
}

/** The deployment's nginx at the public port, with TLS. */
export async function openNginxFront(options: {
  readonly certificate: TlsFiles
  /** In front of all paths of its own, e.g. `/imaging`; empty for none. */
  readonly path: string
  readonly dataFolder: string
  readonly logFolder: string
  readonly task: Task
}): Promise<NginxFront> {
  const { certificate, path, task, ...folders } = options
  const program = await provideNginx(cacheFolder, task)
  const [port, httpPort] = [await freePort(), await freePort()]
  const acmeFolder = join(folders.dataFolder, 'acme')
  await mkdir(acmeFolder, { recursive: true })
  let nginx: StackPart | undefined
  return {
    url: `https://localhost:${port}${path}/`,
    plainUrl: `http://localhost:${httpPort}`,
    async serve({ publicUrl, ohif, ...behind }) {
      nginx = await startNginx({
        ...behind,
        ...folders,
        program,
        publicUrl,
        port: httpPort,
        tls: { ...certificate, port, acmeFolder },
        mode: 'guard',
        webRoot: await provideWebRoot(ohif.files, publicUrl),
        ohifConfiguration: ohif.configurationFile,
      })
    },
    stop: async () => nginx?.stop(),
  }
}
