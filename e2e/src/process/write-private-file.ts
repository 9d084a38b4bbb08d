import { rename, writeFile } from 'node:fs/promises'

/** Writes a file for its owner only, whole or not at all. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.new`
  await writeFile(unfinished, text, { mode: 0o600 })
  await rename(unfinished, file)
}
