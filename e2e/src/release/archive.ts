import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from '../process/run.ts'

/**
 * Packs a folder so that the same files give the same bytes, whenever, wherever and by whomever it is done: names in
 * order, no owner, no time but 1980's first day, gzip without a name.
 *
 * @param file ends with `.tar.gz`
 * @param level of gzip, 1 to 9
 */
export async function packFolder(
  folder: string,
  file: string,
  signal: AbortSignal,
  level = 9,
): Promise<void> {
  const tar = file.replace(/\.gz$/, '')
  await run(
    'tar',
    [
      '--create',
      `--file=${tar}`,
      '--format=ustar',
      '--sort=name',
      '--mtime=1980-01-01T00:00:00Z',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--mode=u=rwX,go=rX',
      `--directory=${dirname(folder)}`,
      basename(folder),
    ],
    { signal },
  )
  await rm(file, { force: true })
  await run('gzip', ['--no-name', `-${level}`, tar], { signal })
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
