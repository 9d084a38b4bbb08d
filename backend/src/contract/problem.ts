import { z } from 'zod'

/**
 * Every refusal that a caller can meet, with its HTTP status. The code is stable: front ends translate it,
 * scripts branch on it. Adding one here makes the translations' completeness test ask for its text.
 */
export const problemStatus = {
  'not-signed-in': 401,
  'may-not-share': 403,
  forbidden: 403,
  'study-not-visible': 404,
  'study-ambiguous': 409,
  'invalid-request': 400,
  'body-too-large': 413,
  'study-never-shared': 403,
  'expiry-beyond-policy': 422,
  'pin-policy': 422,
  'max-opens-beyond-policy': 422,
  'recipient-not-allowed': 422,
  'not-found': 404,
  'link-unknown': 404,
  'link-expired': 410,
  'link-revoked': 410,
  'link-exhausted': 410,
  'study-gone': 410,
  'pin-required': 401,
  'pin-wrong': 401,
  'link-locked': 423,
  'too-many-requests': 429,
  'store-unavailable': 503,
  'identity-unavailable': 503,
  'orthanc-unavailable': 503,
  'email-unavailable': 503,
  'internal-error': 500,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof problemStatus

export const problemCodes = Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]

/** RFC 9457 problem document (`application/problem+json`); never carries a secret or patient data. */
export const Problem = z.object({
  /** A URI reference that names the kind of problem: `urn:studylink:problem:<code>`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  /** What is wrong and what is accepted, in English, for engineers. */
  detail: z.string().optional(),
  /** The offending field of the request, as a path (`studies.0.studyInstanceUID`). */
  field: z.string().optional(),
  /** Wrong PINs that may still be tried. */
  remainingTries: z.int().optional(),
  /** Seconds after which a retry makes sense (also in `Retry-After`). */
  retryAfterSeconds: z.int().optional(),
  requestId: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>
