import { parseArgs, type ParseArgsConfig } from 'node:util'
import { SetupError } from './setup-error.ts'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>
type Values<Options extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; strict: true }>
>['values']

/**
 * A command's options as `parseArgs` reads them.
 *
 * @param command as people type it: `npm start`
 * @throws {SetupError} when something is no option of the command, or lacks its value; leads to the command's help
 */
export function readOptions<const Options extends OptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
): Values<Options> {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    throw new SetupError(
      `${(error as Error).message.split('. ')[0]}; see ${command} -- --help (options come after two dashes)`,
    )
  }
}
