import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProgress } from '../process/progress.ts'
import { startDeployment, type Deployment } from '../stack/deployment.ts'
import { startSearchedStack, type SearchedStack } from './searched-stack.ts'
import { withKeycloak } from './stack-under-test.ts'

/**
 * The deployment on free ports, in a folder of its own that goes with it; its logs are searched at the end.
 *
 * @param path below which path of its host it stands, without a slash at the end; default: at the top
 */
export async function startDeploymentUnderTest(path = ''): Promise<SearchedStack<Deployment>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'studylink-deployment-'))
  // PostgreSQL runs as nobody when we are root, and has to find its folder.
  await chmod(dataFolder, 0o711)
  const stack = await startSearchedStack(
    {
      port: 0,
      host: '127.0.0.1',
      keycloak: withKeycloak,
      dataFolder,
      progress: createProgress(console.log, new AbortController().signal),
    },
    (options) => startDeployment({ ...options, path }),
  )
  return {
    ...stack,
    async stop() {
      await stack.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
