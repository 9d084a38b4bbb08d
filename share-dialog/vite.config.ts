import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { bundleLocales } from './scripts/bundle-locales.ts'

const page = (name: string) => fileURLToPath(new URL(`${name}.html`, import.meta.url))

/** The pages that the service gives out under `/share/`: `dist/*.html`, `dist/assets/*`, `dist/locales/*`. */
export default defineConfig({
  base: '/share/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [bundleLocales()],
  build: {
    // Guests come with any phone: browsers of 2021.
    target: ['chrome90', 'firefox90', 'safari14'],
    rollupOptions: {
      input: { s: page('s'), index: page('index'), new: page('new'), callback: page('callback') },
    },
    // The pages' content security policy allows no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
