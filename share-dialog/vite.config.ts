import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { bundleLocales } from './scripts/bundle-locales.ts'

const page = (name: string) => fileURLToPath(new URL(`${name}.html`, import.meta.url))

const handOut = fileURLToPath(new URL('src/hand-out/print-hand-out.ts', import.meta.url))

/** The pages that the service gives out under `/share/`: `dist/*.html`, `dist/assets/*`, `dist/locales/*`. */
export default defineConfig({
  base: '/share/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [bundleLocales()],
  build: {
    // Guests come with any phone: browsers of 2021.
    target: ['chrome90', 'firefox90', 'safari14'],
    rollupOptions: {
      preserveEntrySignatures: 'strict',
      output: {
        // Loaded by its name, by dialogs that stand in other pages.
        entryFileNames: ({ name }) => (name === 'hand-out' ? 'hand-out.js' : 'assets/[name]-[hash].js'),
      },

      input: {
        s: page('s'),
        index: page('index'),
        'hand-out': handOut,
      },
    },
    // The pages' content security policy allows no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
