import { defineConfig } from 'vite'

/**
 * Two self-contained modules, each built alone so that they share no chunk:
 * `ohif-extension.js` (the extension, for OHIF) and, with `--mode site`, `ohif-config.js` (for `app-config.js`).
 */
export default defineConfig(({ mode }) => {
  const [name, entry] =
    mode === 'site' ? ['ohif-config', 'src/config/index.ts'] : ['ohif-extension', 'src/index.ts']
  return {
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      target: 'es2022',
      emptyOutDir: mode !== 'site',
      lib: { entry, formats: ['es'], fileName: () => `${name}.js` },
      // A hundredth smaller than by Vite's own minifier alone.
      minify: 'terser',
      terserOptions: { module: true, compress: { passes: 2 } },
      // Vite leaves ES libraries half minified and annotated, for bundlers: these are loaded as they are.
      rolldownOptions: { output: { codeSplitting: false, minify: true, comments: { annotation: false } } },
    },
  }
})
