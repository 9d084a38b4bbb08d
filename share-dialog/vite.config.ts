import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { bundleLocales } from './scripts/bundle-locales.ts'

const page = (name: string) => fileURLToPath(new URL(`${name}.html`, import.meta.url))

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url))
/** Loaded by their names, by dialogs that stand in other pages. */
const onDemand = {
  'hand-out': source('hand-out/print-hand-out.ts'),
  'sign-in': source('sign-in/sign-in.ts'),
}

/** The pages that the service gives out under `/share/`, wherever that is: `dist/*.html`, `dist/assets/*`, `dist/locales/*`. */
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [bundleLocales()],
  build: {
    // Guests come with any phone: browsers of 2021.
    target: ['chrome90', 'firefox90', 'safari14'],
    rollupOptions: {
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: ({ name }) => (name in onDemand ? '[name].js' : 'assets/[name]-[hash].js'),
      },
      input: {
        s: page('s'),
        index: page('index'),
        ...onDemand,
      },
    },
    // The pages' content security policy allows no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
