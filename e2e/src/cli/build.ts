import { createProgress } from '../process/progress.ts'
import { builds } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { runCli } from './run-cli.ts'

/** `npm run build`: builds what changed since its last build. */
export const main = () =>
  runCli(async (ending) => {
    await createProgress(console.log, ending).step('Building', (task) => buildPackages(builds, task))
    return 0
  })
