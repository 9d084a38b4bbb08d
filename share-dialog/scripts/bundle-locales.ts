import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const localesDir = fileURLToPath(new URL('../src/i18n/locales/', import.meta.url))

/** One language's texts, `{ "dialog": {…}, "guest": {…} }`: its files merged, each under its own name. */
export const mergeLocale = (language: string): string => {
  const folder = join(localesDir, language)
  const sections = readdirSync(folder).map((file) => [
    basename(file, '.json'),
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  ])
  return JSON.stringify(Object.fromEntries(sections))
}

/** Puts `locales/<language>.json` beside the pages: built, and on request while developing. */
export const bundleLocales = (): Plugin => ({
  name: 'studylink:locales',
  generateBundle() {
    for (const language of readdirSync(localesDir)) {
      this.emitFile({ type: 'asset', fileName: `locales/${language}.json`, source: mergeLocale(language) })
    }
  },
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const language = /\/locales\/([a-z]{2,3})\.json$/.exec(request.url ?? '')?.[1]
      if (language === undefined || !readdirSync(localesDir).includes(language)) return next()
      response.setHeader('content-type', 'application/json')
      response.end(mergeLocale(language))
    })
  },
})
