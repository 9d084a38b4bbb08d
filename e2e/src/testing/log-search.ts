import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleStudies } from '../samples/catalog.ts'
import { SAMPLE_PASSWORD } from '../stack/identity/users.ts'
import { holds, secretsIn, type Secret } from './secrets-in.ts'

/** What is secret whoever uses the stack: the users' password, the patients' family names. */
const standing: readonly Secret[] = [
  { kind: 'password', value: SAMPLE_PASSWORD },
  ...Object.values(sampleStudies).map(({ patient }) => {
    const [value = ''] = patient.patientName.split('^')
    return { kind: 'patient’s name', value, isWord: true }
  }),
]

/** Remembers every secret that it hears of, and looks for them, and for what is always secret, in logs. */
export const createLogSearch = () => {
  const used = new Map<string, Secret>(standing.map((secret) => [secret.value, secret]))
  return {
    hear: (text: string): void => {
      for (const secret of secretsIn(text)) used.set(secret.value, secret)
    },
    /** @throws naming the kinds and the files, never a secret, when a file of the folder holds one */
    assertAbsent: async (folder: string): Promise<void> => {
      const found = new Set<string>()
      for (const name of await readdir(folder)) {
        const text = await readFile(join(folder, name), 'utf8')
        for (const secret of used.values()) if (holds(text, secret)) found.add(`${secret.kind} in ${name}`)
      }
      if (found.size > 0) throw new Error(`Secrets in the logs: ${[...found].join(', ')}`)
    },
  }
}
