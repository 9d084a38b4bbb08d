import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inProject } from '../src/project.ts'
import type { Figure } from './figure.ts'

const gzippedKilobytes = async (files: readonly string[]): Promise<number> => {
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length))
  return sizes.reduce((sum, size) => sum + size, 0) / 1000
}

/** What the built front ends weigh on the wire, each file compressed for itself. */
export async function measureSizes(): Promise<Figure[]> {
  const dialog = inProject('share-dialog', 'dist')
  const extension = inProject('ohif-extension', 'dist')
  const assets = (await readdir(join(dialog, 'assets'))).filter((name) => /\.(?:js|css)$/.test(name))
  const guestPage = [join(dialog, 's.html'), ...assets.map((name) => join(dialog, 'assets', name))]
  const size = async (name: string, files: readonly string[], bar?: number): Promise<Figure> => ({
    name: `${name}, gzipped`,
    value: await gzippedKilobytes(files),
    unit: 'kB',
    ...(bar === undefined ? {} : { bar }),
  })
  return Promise.all([
    size('OHIF module', [join(extension, 'ohif-extension.js')], 35),
    size('ohif-config.js', [join(extension, 'ohif-config.js')]),
    size('guest page (html, js, css)', guestPage, 15),
  ])
}
