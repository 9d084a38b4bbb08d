import { defineConfig } from '@playwright/test'
import { stackUnderTestUrl, withKeycloak } from './src/testing/stack-under-test.ts'

/** A deployment with a real Orthanc Explorer 2, which `oe2-addon.spec.ts` then tries instead of a stack of ours. */
const realOe2 = process.env.OE2_URL
const baseURL = realOe2 === undefined ? stackUnderTestUrl() : new URL(realOe2).origin
const browser = process.env.STUDYLINK_BROWSER

/** The suite against the stack of real parts, started once by the global set-up. */
export default defineConfig({
  testDir: 'tests',
  ...(realOe2 === undefined
    ? { globalSetup: './src/testing/global-setup.ts' }
    : { testMatch: 'oe2-addon.spec.ts' }),
  testIgnore: withKeycloak ? [] : ['keycloak-*.spec.ts'],
  outputDir: 'test-results',
  // The viewer renders in software: more at once than there are cores only makes each slower.
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.REQUIRE === 'all',
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.STUDYLINK_E2E_REPORT ?? 'test-results/report.json' }],
  ],
  use: {
    ...(baseURL === undefined ? {} : { baseURL }),
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      // Chromium refuses its sandbox to root, as which containers run.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
