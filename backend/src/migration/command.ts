import { parseArgs } from 'node:util'
import type { Clock } from '../kernel/clock.ts'
import { checkAnonymousProfile, checkPermissions } from './check-files.ts'
import { checkLink } from './check-link.ts'
import { checkVariables } from './check-variables.ts'
import type { Finding } from './finding.ts'
import {
  InputError,
  readComposeFile,
  readEnvironmentFile,
  readLines,
  type Environment,
} from './read-environment.ts'

export const CHECK_HELP = `node main.js check [options]
  Reads the configuration of a Python auth-service, or of this one, and says what stays, what differs, what is no
  longer read, and what to do before the switch. Changes nothing, contacts no server, prints no secret.

  --env-file FILE           NAME=value lines, e.g. of: docker compose exec orthanc-auth-service env > old.env
                            may be given again; the last value counts
  --compose FILE            a compose file; --env-file then names the file that fills it in
  --service NAME            the service in that file, if several could be meant
  --secrets FOLDER          files that take precedence over variables (/run/secrets)
  --permissions FILE        the permissions file
  --anonymous-profile FILE  the anonymous profile
  --link URL                a link that was sent: would it still work? may be given again
  --links FILE              one link per line, which keeps them out of the shell's history (/dev/stdin)

The exit status is 0 when nothing is left to do, else 1.
`

const options = {
  'env-file': { type: 'string', multiple: true },
  compose: { type: 'string' },
  service: { type: 'string' },
  secrets: { type: 'string' },
  permissions: { type: 'string' },
  'anonymous-profile': { type: 'string' },
  link: { type: 'string', multiple: true },
  links: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const chapter = (title: string, findings: readonly Finding[]): string => {
  if (findings.length === 0) return ''
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.map(({ verdict, subject, text }) =>
    `  ${verdict.padEnd(7)}  ${subject.padEnd(width)}  ${text}`.trimEnd(),
  )
  return `${title}\n${lines.join('\n')}\n\n`
}

const readGiven = (values: ReturnType<typeof parse>): { environment: Environment; findings: Finding[] } => {
  const fromFiles = Object.assign({}, ...(values['env-file'] ?? []).map(readEnvironmentFile)) as Environment
  if (values.compose === undefined) return { environment: fromFiles, findings: [] }
  const { environment, missing } = readComposeFile(values.compose, fromFiles, values.service)
  return {
    environment,
    findings: missing.map((name) => ({
      verdict: 'to do',
      subject: name,
      text: 'the compose file takes it from elsewhere: give it by --env-file, so that it can be looked at',
    })),
  }
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options, strict: true }).values

/**
 * `check`: what a migration from the Python service has to mind.
 * @param write takes what it says
 * @returns the exit status: 0 nothing to do, 1 something is to do or cannot be read
 */
export const runCheck = async (
  args: readonly string[],
  write: (text: string) => void,
  clock: Clock,
): Promise<number> => {
  try {
    const values = parse(args)
    if (values.help) {
      write(CHECK_HELP)
      return 0
    }
    if (values['env-file'] === undefined && values.compose === undefined)
      throw new InputError('--env-file or --compose is missing: check --help tells more')
    const { environment, findings: unread } = readGiven(values)
    const variables = checkVariables(environment, values.secrets ?? '/run/secrets')
    const files = [
      ...checkPermissions(values.permissions ?? environment['PERMISSIONS_FILE_PATH']),
      ...checkAnonymousProfile(values['anonymous-profile'] ?? environment['ANONYMOUS_PROFILE_FILE_PATH']),
    ]
    const given = [...(values.link ?? []), ...(values.links === undefined ? [] : readLines(values.links))]
    const links = await Promise.all(
      given.map((link, index) =>
        variables.usable
          ? checkLink(link, index + 1, variables.legacy, clock)
          : ({ verdict: 'to do', subject: `link ${index + 1}`, text: 'mend the variables first' } as const),
      ),
    )
    write(chapter('Variables', [...unread, ...variables.findings]))
    write(chapter('Files', files))
    write(chapter('Links', links))
    const open = [...unread, ...variables.findings, ...files, ...links].filter(
      ({ verdict }) => verdict === 'to do',
    )
    write(open.length === 0 ? 'Nothing is to do.\n' : `To do before the switch: ${open.length}\n`)
    return open.length === 0 ? 0 : 1
  } catch (error) {
    const isUsage = error instanceof TypeError && 'code' in error
    if (!(error instanceof InputError) && !isUsage) throw error
    write(`${(error as Error).message}\n`)
    return 1
  }
}
