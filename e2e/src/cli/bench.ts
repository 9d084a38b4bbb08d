import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createProgress } from '../process/progress.ts'
import { builds, inProject } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { runCli } from './run-cli.ts'

/** `npm run bench`: the built backend's decisions beside a bare echo; its settings stand in `backend/bench/run.ts`. */
export const main = () =>
  runCli(async (ending) => {
    await createProgress(console.error, ending).step('Building', (task) =>
      buildPackages({ ...builds, only: 'backend' }, task),
    )
    const child = spawn(process.execPath, ['--import', 'tsx', 'bench/run.ts'], {
      cwd: inProject('backend'),
      stdio: 'inherit',
      // Ctrl-C reaches us, and we hand it on: once.
      detached: true,
    })
    ending.addEventListener('abort', () => child.kill('SIGTERM'))
    const [status] = (await once(child, 'exit')) as [number | null]
    return status ?? 1
  })
