import type { Context } from 'hono'
import { problemStatus, type Problem, type ProblemCode } from '../contract/index.ts'
import { RETRY_AFTER_UNAVAILABLE_SECONDS } from '../kernel/limits.ts'

/** A refusal on its way to the wire. `reason` is for the log only and is never sent. */
export interface ProblemFacts {
  readonly detail?: string
  readonly field?: string
  readonly remainingTries?: number
  readonly retryAfterSeconds?: number
  readonly reason?: string
}

const titles: Record<ProblemCode, string> = {
  'not-signed-in': 'Sign in first',
  'may-not-share': 'Your account may not share',
  forbidden: 'Your account may not do this',
  'study-not-visible': 'A study is unknown or not visible to you',
  'study-ambiguous': 'A StudyInstanceUID stands for more than one study',
  'invalid-request': 'The request is not valid',
  'body-too-large': 'The request is too large',
  'study-never-shared': 'A study carries a label that the policy never lets out',
  'expiry-beyond-policy': 'The end is later than the policy allows',
  'pin-policy': 'The policy of PINs does not allow this',
  'max-opens-beyond-policy': 'More openings than the policy allows',
  'recipient-not-allowed': 'E-mail may not go to this address',
  'not-found': 'There is nothing here',
  'link-unknown': 'This link is not known',
  'link-expired': 'This link has expired',
  'link-revoked': 'This link was revoked',
  'link-exhausted': 'This link was opened as often as it may be',
  'study-gone': 'The study is no longer in the archive',
  'pin-required': 'This link needs a PIN',
  'pin-wrong': 'The PIN is wrong',
  'link-locked': 'This link is locked after too many wrong PINs',
  'too-many-requests': 'Too many requests',
  'store-unavailable': 'The store cannot be reached',
  'identity-unavailable': 'The identity provider cannot be reached',
  'orthanc-unavailable': 'The archive cannot be reached',
  'email-unavailable': 'The mail server cannot be reached',
  'internal-error': 'Something went wrong here',
}

/**
 * The one mapping of refusals to the wire: an RFC 9457 problem document with its status, and `Retry-After`
 * (seconds) for 429 and 503. Also tells the request's log line the outcome.
 */
export const problem = (c: Context, code: ProblemCode, facts: ProblemFacts = {}) => {
  const { reason, ...told } = facts
  const status = problemStatus[code]
  c.set('outcome', code)
  if (reason !== undefined) c.set('reason', reason)
  const retryAfterSeconds =
    told.retryAfterSeconds ?? (status === 503 ? RETRY_AFTER_UNAVAILABLE_SECONDS : undefined)
  const document: Problem = {
    type: `urn:studylink:problem:${code}`,
    title: titles[code],
    status,
    code,
    ...told,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(c.var.requestId ? { requestId: c.var.requestId } : {}),
  }
  return c.json(document, status, {
    'Content-Type': 'application/problem+json',
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    ...(code === 'not-signed-in' ? { 'WWW-Authenticate': 'Bearer' } : {}),
  })
}
