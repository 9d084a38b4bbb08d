import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createProgress } from '../process/progress.ts'
import { builds, inProject } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'
import { runCli } from './run-cli.ts'

/** `npm run backend`: the backend alone, configured by the environment, with its own output and status. */
export const main = () =>
  runCli(async (ending) => {
    await createProgress(console.error, ending).step('Building', (task) =>
      buildPackages({ ...builds, only: 'backend' }, task),
    )
    const child = spawn(process.execPath, ['--enable-source-maps', inProject('backend', 'dist', 'main.js')], {
      stdio: 'inherit',
      // Ctrl-C reaches us, and we hand it on: once.
      detached: true,
    })
    ending.addEventListener('abort', () => child.kill('SIGTERM'))
    const [status] = (await once(child, 'exit')) as [number | null]
    return status ?? 1
  })
