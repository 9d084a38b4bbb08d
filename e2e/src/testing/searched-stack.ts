import { join } from 'node:path'
import type { Stack, StackOptions } from '../stack/stack.ts'
import { createLogSearch } from './log-search.ts'

/** A stack whose logs are searched at its end. */
export type SearchedStack<Started extends Stack = Stack> = Started & {
  /** Adds what a client said to what is searched for, where the front tells nobody. */
  hear(text: string): void
}

/**
 * A stack whose `stop` also searches the logs of all parts for every code, token, PIN, password and patient's name
 * that its clients used. The gateway hears them: no test has to remember what it used.
 *
 * @param start the composition: `startStack`, or the deployment
 * @returns the stack; its `stop` throws, naming the kinds and the logs, when something was found
 */
export async function startSearchedStack<Started extends Stack>(
  options: StackOptions,
  start: (options: StackOptions) => Promise<Started>,
): Promise<SearchedStack<Started>> {
  const { hear, assertAbsent } = createLogSearch()
  const stack = await start({ ...options, listen: hear })
  return {
    ...stack,
    hear,
    async stop() {
      await stack.stop()
      await assertAbsent(join(options.dataFolder, 'logs'))
    },
  }
}
