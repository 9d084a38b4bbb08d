import { describe, expect, it } from 'vitest'
import { formatTally, ONE_FAILED, ONE_PASSED, sum, tallyOfPlaywright, tallyOfVitest } from './tally.ts'

const unit = { success: true, numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }
const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }

describe('the tally of all checks', () => {
  it('is one line at the end', () => {
    expect(formatTally(sum([ONE_PASSED, ONE_FAILED, tallyOfVitest(unit)]))).toBe(
      '4 passed, 1 failed, 2 skipped',
    )
  })

  it('counts a test file that cannot be loaded as a failure', () => {
    expect(tallyOfVitest({ ...unit, success: false }).failed).toBe(1)
  })

  it('counts a browser test that passed only when tried again as a failure', () => {
    expect(tallyOfPlaywright({ stats: { ...stats, flaky: 1 }, errors: [] }).failed).toBe(1)
  })

  it('counts a stack that did not start as a failure', () => {
    expect(tallyOfPlaywright({ stats: { ...stats, expected: 0 }, errors: [{}, {}] }).failed).toBe(1)
  })
})
