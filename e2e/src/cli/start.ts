import { relative } from 'node:path'
import { untilAborted } from '../process/lifetime.ts'
import { dataFolder } from '../project.ts'
import { SAMPLE_PASSWORD, sampleUsers } from '../stack/identity/users.ts'
import { startStack, type Stack } from '../stack/stack.ts'
import { createProgress } from '../process/progress.ts'
import { runCli } from './run-cli.ts'
import { parseStartOptions, START_HELP } from './start-options.ts'

const publicNotice = ({ publicUrl, signInUrl }: Stack): string => `
  Links lead to ${publicUrl.origin}/
  Everybody on this network can reach it, and the passwords are known: for trying out only.
${signInUrl === publicUrl ? '' : '  Sign in on this machine, at the address above: elsewhere browsers want https for that. Guests need none.\n'}`

/** `npm start`: the whole system on one port, until it is told to stop. */
export const main = (args: readonly string[]) =>
  runCli(async (ending) => {
    const { help, ...options } = parseStartOptions(args)
    if (help) {
      console.log(START_HELP)
      return 0
    }
    const progress = createProgress(console.log, ending)
    const stack = await startStack({ ...options, dataFolder, progress })
    const { keycloak } = stack
    const names = sampleUsers.map(({ username }) => username)
    console.log(`
  Study list   ${stack.signInUrl.origin}/ohif/
  Sign in as   ${names.slice(0, -1).join(', ')} or ${names.at(-1)}; password ${SAMPLE_PASSWORD}
${keycloak ? `  Keycloak     ${stack.publicUrl.origin}/keycloak/admin/ as ${keycloak.administrator.username}; its password: ${relative(process.cwd(), keycloak.secretsFile)}\n` : ''}  Logs         ${relative(process.cwd(), dataFolder)}/logs
  Stop         Ctrl-C
${options.publicUrl ? publicNotice(stack) : ''}
Ready: ${stack.signInUrl.origin}/`)
    await untilAborted(ending)
    console.log('\nStopping …')
    await stack.stop()
    return 0
  })
