import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { bundleLocales } from '../scripts/bundle-locales.ts'
import { fakeApi } from './fake-api.ts'

/** `pnpm gallery`: every state of the dialog against a fake service. Never part of a build. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [bundleLocales(), fakeApi()],
  server: { host: '127.0.0.1' },
})
