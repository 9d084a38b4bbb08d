import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createProgress } from '../process/progress.ts'
import { builds, inProject } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { runCli } from './run-cli.ts'

/**
 * `npm run bench`: the built backend's decisions beside a bare echo, and the store with many shares; settings
 * stand in `backend/bench/`.
 */
export const main = () =>
  runCli(async (ending) => {
    await createProgress(console.error, ending).step('Building', (task) =>
      buildPackages({ ...builds, only: 'backend' }, task),
    )
    let worst = 0
    for (const part of ['bench/run.ts', 'bench/store.ts']) {
      ending.throwIfAborted()
      const child = spawn(process.execPath, ['--import', 'tsx', part], {
        cwd: inProject('backend'),
        stdio: 'inherit',
        // Ctrl-C reaches us, and we hand it on: once.
        detached: true,
      })
      const end = () => child.kill('SIGTERM')
      ending.addEventListener('abort', end)
      const [status] = (await once(child, 'exit')) as [number | null]
      ending.removeEventListener('abort', end)
      worst = Math.max(worst, status ?? 1)
    }
    return worst
  })
