import { ConfigError } from '../config/read-config.ts'
import type { VariableName } from '../config/variables.ts'

/** What opens a file named by a variable fails as that variable's problem. */
export const withVariable = async <Value>(
  name: VariableName,
  open: () => Value | Promise<Value>,
): Promise<Value> => {
  try {
    return await open()
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error))
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message
    throw new ConfigError([[name, `cannot be used (${why})`]], { cause: error })
  }
}
