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
  const addon = inProject('oe2-addon', 'dist')
  const addonDialog = (await readdir(join(addon, 'assets'))).filter((name) =>
    name.startsWith('oe2-open-dialog-'),
  )
  // The page names all that it loads: its own files and, to be fetched at the same time, what these import.
  const html = await readFile(join(dialog, 's.html'), 'utf8')
  const assets = [...html.matchAll(/"\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path)
  const guestPage = ['s.html', ...new Set(assets)].map((path) => join(dialog, path))
  const size = async (name: string, files: readonly string[], bar?: number): Promise<Figure> => ({
    name: `${name}, gzipped`,
    value: await gzippedKilobytes(files),
    unit: 'kB',
    ...(bar === undefined ? {} : { bar }),
  })
  return Promise.all([
    size('OHIF module', [join(extension, 'ohif-extension.js')], 35),
    size('ohif-config.js', [join(extension, 'ohif-config.js')]),
    size('OE2 script before the first click', [join(addon, 'oe2-addon.js')], 12),
    size(
      'OE2 dialog, by the first click',
      addonDialog.map((name) => join(addon, 'assets', name)),
    ),
    size('guest page (html, js, css)', guestPage, 15),
  ])
}
