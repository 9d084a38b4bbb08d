import * as fc from 'fast-check'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createInnerAuth } from '../http/inner-auth.ts'
import { ok } from '../kernel/result.ts'
import type { Message } from './mailer.ts'
import { createEmailRoutes } from './routes.ts'

/** `FUZZ_RUNS` asks for more. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1_000)
const TIMEOUT_MS = 30 * RUNS
const AUTHORIZATION = `Basic ${Buffer.from('orthanc:inner password').toString('base64')}`

const field = fc.oneof(
  fc.constantFrom(
    'a@example.org',
    'a@example.org;b@example.org',
    'layout',
    'x\r\nBcc: c@example.org',
    '<b>x</b>',
  ),
  fc.string(),
  fc.jsonValue(),
)
const names = ['destination-email', 'email-title', 'email-content', 'layout-template', '__proto__']
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), field).map((one) => JSON.stringify(one)),
  fc
    .record({
      'destination-email': fc.oneof(fc.constant('a@example.org'), field),
      'email-title': fc.oneof(fc.constant('A study'), field),
      'email-content': field,
    })
    .map((one) => JSON.stringify(one)),
  fc.string(),
)

test(
  'hostile e-mails never answer 5xx, and what is sent goes to the allowed domain, in one line, without scripts',
  async () => {
    const sent: Message[] = []
    const app = new Hono().route(
      '/',
      createEmailRoutes({
        innerAuth: createInnerAuth({ orthanc: 'inner password' }),
        templates: {
          list: async () => ['layout'],
          get: async (name) => (name === 'layout' ? '<main>{email-content}</main>' : undefined),
        },
        mailer: {
          async send(message) {
            sent.push(message)
            return ok({ refusedRecipients: 0 })
          },
        },
        allowedDomains: ['example.org'],
        hourlyLimit: 1e9,
      }),
    )
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const answer = await app.request('/emails/send', {
          method: 'POST',
          headers: { Authorization: AUTHORIZATION },
          body: text,
        })
        const [message] = sent.splice(0)
        expect(answer.status).toBe(message ? 200 : 400)
        expect(await answer.json()).toMatchObject({ success: message !== undefined })
        if (!message) return
        expect(message.recipients.every((one) => /^[^@\s]+@example\.org$/.test(one))).toBe(true)
        expect(message.subject).not.toMatch(/[\r\n]/)
        expect(message.html).not.toMatch(/<script|javascript:/i)
      }),
      { numRuns: RUNS },
    )
  },
  TIMEOUT_MS,
)
