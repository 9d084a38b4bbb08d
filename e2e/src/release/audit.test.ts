import { expect, it } from 'vitest'
import { judgeAudit } from './audit.ts'

it('takes a registry without an answer for unknown, not for clean', () => {
  const refused =
    ' ERR_PNPM_AUDIT_BAD_RESPONSE  The audit endpoint (at https://registry.example.org/-/npm/v1/security/audits/quick) responded with 405: .'
  expect(judgeAudit(refused)).toEqual({ verdict: 'unknown', why: 'ERR_PNPM_AUDIT_BAD_RESPONSE' })
  expect(judgeAudit('getaddrinfo ENOTFOUND registry.example.org')).toMatchObject({ verdict: 'unknown' })
})

it('takes a report for weak', () => {
  const report = '1 vulnerabilities found\nSeverity: 1 high'
  expect(judgeAudit(report)).toEqual({ verdict: 'weak', report })
})
