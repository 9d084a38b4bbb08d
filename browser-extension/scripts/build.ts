import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { build, type InlineConfig } from 'vite'
import packageJson from '../package.json' with { type: 'json' }
import { browserMessages } from '../src/i18n/english.ts'
import { createManifest, managedSchema, type Purpose, type Target } from '../src/manifest.ts'
import { zipFolder } from './zip-folder.ts'
import { zipSources } from './zip-sources.ts'

// Whatever the builder's shell says: other modes write other bytes, and paths of this machine.
process.env.NODE_ENV = 'production'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const inPackage = (...path: string[]) => join(packageFolder, ...path)
/** `tsx scripts/build.ts FOLDER` builds there instead. */
const dist = resolve(process.argv[2] ?? inPackage('dist'))
const code = join(dist, 'code')

const common: InlineConfig = {
  configFile: false,
  root: inPackage('src'),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}

/** Pages and background as ES modules; the content script as one classic script. Alike in both browsers. */
const buildCode = async () => {
  await build({
    ...common,
    base: './',
    build: {
      outDir: code,
      emptyOutDir: true,
      target: ['chrome123', 'firefox142'],
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          popup: inPackage('src', 'popup.html'),
          options: inPackage('src', 'options.html'),
          background: inPackage('src', 'background', 'index.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name].js',
          assetFileNames: 'assets/[name][extname]',
        },
      },
    },
  })
  await build({
    ...common,
    build: {
      outDir: code,
      emptyOutDir: false,
      target: ['chrome123', 'firefox142'],
      lib: {
        entry: inPackage('src', 'content', 'index.ts'),
        formats: ['iife'],
        name: 'studylink',
        fileName: () => 'content.js',
      },
    },
  })
}

const drawIcons = async () => {
  const svg = await readFile(inPackage('icons', 'icon.svg'), 'utf8')
  await mkdir(join(code, 'icons'), { recursive: true })
  for (const size of [16, 32, 48, 128]) {
    const picture = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render()
    await writeFile(join(code, 'icons', `icon-${size}.png`), picture.asPng())
  }
}

/** The texts that browsers show by themselves, in the form that they read. */
const writeBrowserMessages = async () => {
  const folder = inPackage('src', 'i18n', 'browser')
  const write = async (language: string, texts: Record<string, string>) => {
    const messages = Object.fromEntries(Object.entries(texts).map(([key, message]) => [key, { message }]))
    await mkdir(join(code, '_locales', language), { recursive: true })
    await writeFile(join(code, '_locales', language, 'messages.json'), JSON.stringify(messages))
  }
  await write('en', browserMessages)
  for (const file of await readdir(folder)) {
    const language = file.replace('.json', '')
    const texts = JSON.parse(await readFile(join(folder, file), 'utf8'))
    // Chrome knows Portuguese by its countries only.
    for (const name of language === 'pt' ? ['pt_BR', 'pt_PT'] : [language]) await write(name, texts)
  }
}

const assemble = async (target: Target, purpose: Purpose, folder: string) => {
  await cp(code, folder, { recursive: true })
  const manifest = createManifest({ target, purpose, version: packageJson.version })
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2))
  await writeFile(join(folder, 'managed-schema.json'), JSON.stringify(managedSchema))
}

await rm(dist, { recursive: true, force: true })
await buildCode()
await drawIcons()
await writeBrowserMessages()
const store = join(dist, 'store')
await mkdir(store, { recursive: true })
const { version } = packageJson
for (const target of ['chrome', 'firefox'] as const) {
  await assemble(target, 'unpacked', join(dist, target))
  await assemble(target, 'test', join(dist, 'test', target))
  await assemble(target, 'store', join(store, target))
  await writeFile(join(store, `studylink-${target}-${version}.zip`), await zipFolder(join(store, target)))
}
await writeFile(join(store, `studylink-source-${version}.zip`), await zipSources(inPackage('..')))
await rm(code, { recursive: true })
