import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../process/free-port.ts'
import { cacheFolder } from '../project.ts'
import { providePostgresql } from '../provision/postgresql.ts'
import { makeCertificate } from './certificate.ts'
import { openNginxFront } from './nginx/front.ts'
import { createDatabase, startPostgresql } from './postgresql.ts'
import { startStack, type Stack, type StackOptions } from './stack.ts'

export interface Deployment extends Stack {
  /** Where nginx listens without TLS. */
  readonly plainUrl: string
}

/**
 * The stack as a hospital without the authorization plugin installs it, from the files of `deploy/`: nginx with TLS at
 * the public port, the service's guard, Orthanc's index and the shares in PostgreSQL.
 *
 * @param options.path in front of all paths of its own, e.g. `/imaging`; absent: none
 */
export async function startDeployment(
  options: Omit<StackOptions, 'openFront' | 'databases'> & { readonly path?: string },
): Promise<Deployment> {
  const { dataFolder, progress } = options
  const logFolder = join(dataFolder, 'logs')
  const folders = { nginx: join(dataFolder, 'nginx'), tls: join(dataFolder, 'tls') }
  for (const folder of [logFolder, ...Object.values(folders)])
    await mkdir(folder, { recursive: true, mode: 0o700 })
  const bin = await progress.step('Getting PostgreSQL', (task) => providePostgresql(cacheFolder, task))
  const postgresql = await progress.step('Starting PostgreSQL', async () =>
    startPostgresql({ bin, folder: join(dataFolder, 'postgresql'), port: await freePort(), logFolder }),
  )
  try {
    const databases = {
      orthanc: await createDatabase(bin, postgresql.url, 'orthanc'),
      backend: await createDatabase(bin, postgresql.url, 'studylink'),
    }
    const certificate = await makeCertificate(folders.tls)
    const front = await progress.step('Getting nginx', (task) =>
      openNginxFront({ certificate, path: options.path ?? '', dataFolder: folders.nginx, logFolder, task }),
    )
    const stack = await startStack({ ...options, databases, openFront: async () => front })
    return {
      ...stack,
      plainUrl: front.plainUrl,
      async stop() {
        await stack.stop()
        await postgresql.child.stop()
      },
    }
  } catch (error) {
    await postgresql.child.stop()
    throw error
  }
}
