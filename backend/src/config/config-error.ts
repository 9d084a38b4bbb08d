import { exampleOf, type VariableName } from './variables.ts'

/** The start stops: every wrong variable with what is wrong and an example. Never tells a value. */
export class ConfigError extends Error {
  readonly code = 'bad-configuration'
  readonly problems: readonly (readonly [name: VariableName, what: string])[]

  constructor(problems: readonly (readonly [name: VariableName, what: string])[], options?: ErrorOptions) {
    const lines = problems.map(([name, what]) => `  ${name}: ${what}. Example: ${name}=${exampleOf(name)}`)
    super(`The configuration is not usable:\n${lines.join('\n')}`, options)
    this.name = 'ConfigError'
    this.problems = problems
  }
}
