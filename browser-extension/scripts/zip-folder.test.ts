// @vitest-environment node
import { mkdtemp, mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { zipFolder } from './zip-folder.ts'

const makeFolder = async (names: readonly string[], time: Date): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'studylink-zip-'))
  await mkdir(join(folder, 'sub'))
  for (const name of names) {
    await writeFile(join(folder, name), `text of ${name}`)
    await utimes(join(folder, name), time, time)
  }
  return folder
}

test('the same files make the same zip, whenever and in whatever order they were written', async () => {
  const one = await makeFolder(['b.txt', 'sub/c.txt', 'a.txt'], new Date('2026-01-01'))
  const other = await makeFolder(['a.txt', 'b.txt', 'sub/c.txt'], new Date('2027-06-01'))
  const [zip, same] = await Promise.all([zipFolder(one), zipFolder(other)])
  expect(Buffer.from(zip).equals(Buffer.from(same))).toBe(true)
  expect(Object.keys(unzipSync(zip))).toEqual(['a.txt', 'b.txt', 'sub/c.txt'])
  await Promise.all([rm(one, { recursive: true }), rm(other, { recursive: true })])
})
