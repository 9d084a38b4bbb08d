import { createProgress } from '../process/progress.ts'
import { builds, cacheFolder, projectFolder, releaseFolder } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { makeRelease } from '../release/make-release.ts'
import { runCli } from './run-cli.ts'

/** `npm run build`: builds what changed since its last build, then the files of a release in `release/`. */
export const main = () =>
  runCli(async (ending) => {
    const progress = createProgress(console.log, ending)
    await progress.step('Building', (task) => buildPackages(builds, task))
    await progress.step('Making the files of a release', (task) =>
      makeRelease({ project: projectFolder, cacheFolder, releaseFolder }, task),
    )
    return 0
  })
