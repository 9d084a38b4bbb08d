import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** `oe2-addon.js`, which waits for the click, and beside it in `assets/` what the first click loads. */
export default defineConfig({
  // Relative to the script: it is loaded by pages of other folders, or of another host.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: { 'oe2-addon': fileURLToPath(new URL('src/index.ts', import.meta.url)) },
      output: { entryFileNames: '[name].js', chunkFileNames: 'assets/oe2-[name]-[hash].js' },
    },
  },
})
