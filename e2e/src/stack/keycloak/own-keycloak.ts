import type { Progress } from '../../process/progress.ts'
import { cacheFolder, inProject, javaHome, mavenCentralUrl } from '../../project.ts'
import { provideJava } from '../../provision/java.ts'
import { provideKeycloak } from '../../provision/keycloak.ts'
import { startKeycloak, type KeycloakServer } from './server.ts'

/** Fetches what Keycloak needs and starts it with the deployment's realm. */
export async function ownKeycloak(options: {
  readonly publicUrl: URL
  readonly dataFolder: string
  readonly logFolder: string
  readonly progress: Progress
  /** URL of the PostgreSQL that it keeps everything in; absent: a file in `dataFolder`. */
  readonly postgresqlUrl?: string
}): Promise<KeycloakServer> {
  const { progress, ...server } = options
  const database = server.postgresqlUrl === undefined ? 'dev-file' : 'postgres'
  const java = await progress.step('Getting Java', (task) => provideJava(cacheFolder, javaHome, task))
  const distribution = await progress.step('Getting Keycloak', (task) =>
    provideKeycloak(cacheFolder, java, mavenCentralUrl, task, database),
  )
  const realmFile = inProject('deploy', 'keycloak', 'realm-orthanc.json')
  return progress.step('Starting Keycloak', () => startKeycloak({ ...server, java, distribution, realmFile }))
}
