import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleStudies } from '../samples/catalog.ts'
import { SAMPLE_PASSWORD } from '../stack/identity/users.ts'
import type { Stack, StackOptions } from '../stack/stack.ts'
import { holds, secretsIn, type Secret } from './secrets-in.ts'

/** What is secret whoever uses the stack: the users' password, the patients' names. */
const standing: readonly Secret[] = [
  { kind: 'password', value: SAMPLE_PASSWORD },
  ...Object.values(sampleStudies).flatMap(({ patient }) => {
    const [familyName = ''] = patient.patientName.split('^')
    return [patient.patientName, familyName].map((value) => ({ kind: 'patient’s name', value }))
  }),
]

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
  const used = new Map<string, Secret>(standing.map((secret) => [secret.value, secret]))
  const hear = (text: string) => {
    for (const secret of secretsIn(text)) used.set(secret.value, secret)
  }
  const stack = await start({ ...options, listen: hear })
  return {
    ...stack,
    hear,
    async stop() {
      await stack.stop()
      const found = await searchLogs(join(options.dataFolder, 'logs'), [...used.values()])
      if (found.length > 0) throw new Error(`Secrets in the logs: ${found.join(', ')}`)
    },
  }
}

async function searchLogs(folder: string, secrets: readonly Secret[]): Promise<string[]> {
  const found = new Set<string>()
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const secret of secrets) if (holds(text, secret)) found.add(`${secret.kind} in ${name}`)
  }
  return [...found]
}
