import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { writePrivateFile } from './write-private-file.ts'

/** @param file read if it is there, else made and written; for its owner only */
export async function privateJson<Value>(file: string, make: () => Value | Promise<Value>): Promise<Value> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Value
  const value = await make()
  await writePrivateFile(file, JSON.stringify(value))
  return value
}
