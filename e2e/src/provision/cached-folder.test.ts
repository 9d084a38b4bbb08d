import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cachedFolder } from './cached-folder.ts'

describe('a cached folder', () => {
  let cache: string
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'studylink-cache-'))
  })
  afterEach(() => rm(cache, { recursive: true }))

  const write = (text: string) => (folder: string) => writeFile(join(folder, 'file'), text)

  it('is made once', async () => {
    await cachedFolder(join(cache, 'thing'), write('first'))
    const folder = await cachedFolder(join(cache, 'thing'), write('second'))
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('first')
  })

  it('is not there at all when making it failed', async () => {
    const making = cachedFolder(join(cache, 'thing'), async (folder) => {
      await write('half')(folder)
      throw new Error('no network')
    })
    await expect(making).rejects.toThrow('no network')
    expect(await readdir(cache)).toEqual([])
  })

  it('takes the folder of another process that was faster', async () => {
    const folder = await cachedFolder(join(cache, 'thing'), async (own) => {
      await write('ours')(own)
      await mkdir(join(cache, 'thing'))
      await write('theirs')(join(cache, 'thing'))
    })
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('theirs')
    expect(await readdir(cache)).toEqual(['thing'])
  })

  it('clears away what a killed process left', async () => {
    await mkdir(join(cache, '.thing.making-4194305'))
    await cachedFolder(join(cache, 'thing'), write('whole'))
    expect(await readdir(cache)).toEqual(['thing'])
  })
})
