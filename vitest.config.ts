import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Vitest would keep one of two cores free: many files wait for servers of theirs.
    maxWorkers: 2,
    // Two cores are shared with browsers and servers of other suites.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'backend',
          root: 'backend',
          include: ['src/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['../e2e/src/testing/postgresql-for-units.ts'],
        },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'share-dialog',
          root: 'share-dialog',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          name: 'ohif-extension',
          root: 'ohif-extension',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'browser-extension',
          root: 'browser-extension',
          include: ['{src,scripts}/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          name: 'oe2-addon',
          root: 'oe2-addon',
          include: ['src/**/*.test.ts'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: { name: 'e2e', root: 'e2e', include: ['src/**/*.test.ts'], environment: 'node' },
      },
    ],
  },
})
