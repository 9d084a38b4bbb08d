/** How many passed, failed and were skipped. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }
export const ONE_PASSED: Tally = { ...NOTHING, passed: 1 }
export const ONE_SKIPPED: Tally = { ...NOTHING, skipped: 1 }
export const ONE_FAILED: Tally = { ...NOTHING, failed: 1 }

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    NOTHING,
  )

export const formatTally = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

interface VitestReport {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

/** Of vitest's JSON report. A file that cannot be loaded has no tests, and is a failure all the same. */
export function tallyOfVitest(report: VitestReport): Tally {
  const isSilentFailure = !report.success && report.numFailedTests === 0
  return {
    passed: report.numPassedTests,
    failed: isSilentFailure ? 1 : report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  /** Of files, of the set-up. */
  readonly errors: readonly unknown[]
}

/** Of Playwright's JSON report. A test that passed only when tried again has failed. */
export const tallyOfPlaywright = ({ stats, errors }: PlaywrightReport): Tally => ({
  passed: stats.expected,
  failed:
    stats.unexpected + stats.flaky + (stats.unexpected + stats.flaky === 0 ? Math.min(errors.length, 1) : 0),
  skipped: stats.skipped,
})
