import { readFile } from 'node:fs/promises'
import type { Progress } from '../process/progress.ts'
import { cacheFolder, inProject } from '../project.ts'
import { provideOrthanc, type OrthancProgram } from '../provision/orthanc.ts'
import { provideSamples } from '../samples/provide.ts'
import { uploadSamples } from '../samples/upload.ts'
import { startOrthanc, type OrthancOptions, type OrthancServer } from './orthanc.ts'

/** The deployment's settings for an index in PostgreSQL, with the database that is on this machine. */
async function indexIn(
  database: URL,
  program: OrthancProgram,
): Promise<Pick<OrthancOptions, 'plugins' | 'settings' | 'environment'>> {
  const file = await readFile(inProject('deploy', 'compose', 'orthanc.json'), 'utf8')
  const { PostgreSQL } = JSON.parse(file) as { PostgreSQL: object }
  return {
    plugins: program.postgresqlPlugin ? [program.postgresqlPlugin] : [],
    settings: {
      PostgreSQL: {
        ...PostgreSQL,
        Host: database.hostname,
        Port: Number(database.port),
        Database: database.pathname.slice(1),
        Username: database.username,
      },
    },
    environment: { ORTHANC_DB_PASSWORD: database.password },
  }
}

/**
 * Fetches Orthanc if it has to be, starts it with the deployment's configuration, and puts the sample studies in.
 *
 * @param options.database where its index is; absent: in a file of its own
 */
export async function ownOrthanc(options: {
  readonly dataFolder: string
  readonly logFolder: string
  readonly progress: Progress
  readonly database?: URL | undefined
  /** In front of `/orthanc/` in the public address; empty for nothing. */
  readonly publicPath: string
}): Promise<OrthancServer> {
  const { progress, database, publicPath, ...folders } = options
  const [samples, orthanc] = await Promise.all([
    progress.step('Making sample studies', (task) => provideSamples(cacheFolder, task)),
    progress
      .step('Getting Orthanc', (task) =>
        provideOrthanc(cacheFolder, task, { withPostgresql: database !== undefined }),
      )
      .then(async (program) => {
        const index: Partial<OrthancOptions> = database ? await indexIn(database, program) : {}
        return startOrthanc({
          program,
          configurationFolder: inProject('deploy', 'orthanc'),
          ...folders,
          ...index,
          environment: { ...index.environment, PUBLIC_PATH: publicPath },
        })
      }),
  ])
  try {
    await progress.step('Storing sample studies', () =>
      uploadSamples({ orthancUrl: orthanc.url, credentials: orthanc.credentials, folders: samples }),
    )
  } catch (error) {
    await orthanc.stop()
    throw error
  }
  return orthanc
}
