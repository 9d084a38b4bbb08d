import { defineConfig } from '@playwright/test'

const browser = process.env.STUDYLINK_BROWSER

/** The demonstration against a deployment that runs already: `npm run e2e -- --url …`. */
export default defineConfig({
  testDir: 'acceptance',
  outputDir: 'test-results/acceptance',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    ...(process.env.STUDYLINK_URL === undefined ? {} : { baseURL: process.env.STUDYLINK_URL }),
    viewport: { width: 1400, height: 850 },
    ignoreHTTPSErrors: process.env.STUDYLINK_INSECURE === '1',
    // A trace holds tokens and patients' names: none is written.
    trace: 'off',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
