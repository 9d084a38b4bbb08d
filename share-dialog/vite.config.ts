import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { bundleLocales } from './scripts/bundle-locales.ts'

/** The pages that the service gives out under `/share/`: `dist/s.html`, `dist/assets/*`, `dist/locales/*`. */
export default defineConfig({
  base: '/share/',
  plugins: [bundleLocales()],
  build: {
    // Guests come with any phone: browsers of 2021.
    target: ['chrome90', 'firefox90', 'safari14'],
    rollupOptions: { input: { s: fileURLToPath(new URL('s.html', import.meta.url)) } },
    // The pages' content security policy allows no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
