import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'backend', root: 'backend', include: ['src/**/*.test.ts'], environment: 'node' } },
      {
        esbuild: false,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'share-dialog',
          root: 'share-dialog',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        test: {
          name: 'ohif-extension',
          root: 'ohif-extension',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      { test: { name: 'e2e', root: 'e2e', include: ['src/**/*.test.ts'], environment: 'node' } },
    ],
  },
})
