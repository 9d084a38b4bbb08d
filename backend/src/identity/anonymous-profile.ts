import { readFileSync } from 'node:fs'
import { parse, type ParseError } from 'jsonc-parser'
import { z } from 'zod'

/** What callers without any token may do. */
export interface AnonymousProfile {
  readonly name: string
  readonly permissions: readonly string[]
  readonly authorizedLabels: readonly string[]
  readonly groups: readonly string[]
}

/** The shipped one grants nothing. */
export const anonymousProfile: AnonymousProfile = {
  name: 'Anonymous',
  permissions: [],
  authorizedLabels: [],
  groups: [],
}

/** The Python service's format; its `user-id` and `validity` are ours to say. */
const AnonymousProfileFile = z.object({
  name: z.string().default(anonymousProfile.name),
  permissions: z.array(z.string()).default([]),
  'authorized-labels': z.array(z.string()).default([]),
  groups: z.array(z.string()).nullish(),
})

/**
 * The profile of anonymous callers from a file, JSON with comments; read once.
 * @throws Error saying what is wrong, when the file cannot be read or has another shape
 */
export const readAnonymousProfile = (path: string): AnonymousProfile => {
  const faults: ParseError[] = []
  const json: unknown = parse(readFileSync(path, 'utf8'), faults, { allowTrailingComma: true })
  if (faults.length > 0) throw new Error(`${path} is no JSON with comments`)
  const parsed = AnonymousProfileFile.safeParse(json)
  if (!parsed.success)
    throw new Error(`${path}, at ${parsed.error.issues[0]?.path.join('.') || 'the top'}: has another shape`)
  const { name, permissions, groups, 'authorized-labels': authorizedLabels } = parsed.data
  return { name, permissions, authorizedLabels, groups: groups ?? [] }
}
