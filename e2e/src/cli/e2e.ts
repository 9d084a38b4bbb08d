import { CommandError, run } from '../process/run.ts'
import { createProgress } from '../process/progress.ts'
import { readOptions } from '../process/read-options.ts'
import { SetupError } from '../process/setup-error.ts'
import { inProject } from '../project.ts'
import { provideBrowser } from '../provision/browser.ts'
import { runCli } from './run-cli.ts'

const HELP = `npm run e2e -- --url URL
  The demonstration as an acceptance test of a running deployment with Orthanc Explorer 2 and the authorization plugin,
  at URL (https://pacs.example.org). It uploads sample studies of invented patients, which stay.

  STUDYLINK_PASSWORD             password of the users admin, doctor and external (change-me), or one for each:
  STUDYLINK_ADMIN_PASSWORD, STUDYLINK_DOCTOR_PASSWORD, STUDYLINK_EXTERNAL_PASSWORD
  STUDYLINK_API_KEY              API key of a user with external-role; without it that step is skipped
  STUDYLINK_ORTHANC_URL          Orthanc itself, past the proxy, to try its Lua guard alone; without it skipped
  STUDYLINK_INSECURE=1           accept a certificate that browsers would not`

/** @throws {SetupError} when no address is named */
const deploymentUrl = (url: string | undefined): string => {
  if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new SetupError('--url wants the address of a deployment, e.g. --url https://pacs.example.org')
  return new URL(url).origin
}

/** `npm run e2e`: the acceptance test of any deployment. */
export const main = (args: readonly string[]) =>
  runCli(async (signal) => {
    const values = readOptions('npm run e2e', args, { url: { type: 'string' }, help: { type: 'boolean' } })
    if (values.help) {
      console.log(HELP)
      return 0
    }
    const url = deploymentUrl(values.url)
    const browser = await createProgress(console.log, signal).step('Getting a browser', provideBrowser)
    try {
      await run(
        inProject('e2e', 'node_modules', '.bin', 'playwright'),
        ['test', '--config', 'acceptance.config.ts'],
        {
          cwd: inProject('e2e'),
          env: { ...process.env, STUDYLINK_URL: url, STUDYLINK_BROWSER: browser },
          signal,
          killSignal: 'SIGINT',
          onLine: (line) => console.log(line),
        },
      )
      return 0
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      return 1
    }
  })
