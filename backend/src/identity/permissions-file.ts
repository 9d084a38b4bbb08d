import { readFileSync, statSync } from 'node:fs'
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser'
import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import type { Permission } from './clinician.ts'
import { PERMISSIONS_CHECK_MS } from './limits.ts'

/** What one role grants. */
export const RoleRights = z.object({
  permissions: z.array(z.string()).default([]),
  'authorized-labels': z.array(z.string()).default([]),
})

/** The file's document, as the Python service and OE2's settings page know it. Other top-level keys are left alone. */
export const PermissionsDocument = z.looseObject({
  roles: z.record(z.string(), RoleRights),
  'available-labels': z.array(z.string()).optional(),
})
export type PermissionsDocument = z.infer<typeof PermissionsDocument>

export interface Rights {
  readonly permissions: ReadonlySet<Permission>
  readonly authorizedLabels: readonly string[]
}

/** Roles → rights, as the file says now. */
export interface Permissions {
  /** The union of the roles' rights; unknown roles and nobody (no roles) get none. */
  rightsOf(roles: readonly string[]): Rights
  document(): PermissionsDocument
}

export interface PermissionsFile extends Permissions {
  /** It was changed by us: it is looked at with the next question. */
  refresh(): void
}

/** The permissions file is unreadable, no JSON, or of another shape; the message names the path. */
export class PermissionsFileError extends Error {
  readonly code = 'permissions-file-invalid'
}

export interface PermissionsFileDeps {
  readonly path: string
  readonly clock: Clock
  readonly log: {
    info(facts: Record<string, unknown>, message: string): void
    error(facts: Record<string, unknown>, message: string): void
  }
}

/** Parses the file's text. @throws PermissionsFileError saying where it is wrong */
export const parsePermissions = (text: string, path: string): PermissionsDocument => {
  const faults: ParseError[] = []
  const json: unknown = parse(text, faults, { allowTrailingComma: true })
  const [fault] = faults
  if (fault) {
    const line = text.slice(0, fault.offset).split('\n').length
    throw new PermissionsFileError(`${path}, line ${line}: ${printParseErrorCode(fault.error)}`)
  }
  const parsed = PermissionsDocument.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new PermissionsFileError(`${path}, at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`)
}

const rightsIn = (document: PermissionsDocument, roles: readonly string[]): Rights => {
  const granted = roles
    .filter((role) => Object.hasOwn(document.roles, role))
    .map((role) => document.roles[role])
  return {
    permissions: new Set(granted.flatMap((rights) => rights?.permissions ?? [])),
    authorizedLabels: [...new Set(granted.flatMap((rights) => rights?.['authorized-labels'] ?? []))],
  }
}

/**
 * Reads the file now and again whenever it changed (noticed within a second; stat, because watches are lost when
 * a file is replaced or mounted). A bad edit is logged and the last good document stays.
 *
 * @throws PermissionsFileError when the file is bad at the start
 */
export const createPermissionsFile = ({ path, clock, log }: PermissionsFileDeps): PermissionsFile => {
  const stampOf = (): string => {
    try {
      const { mtimeMs, size, ino } = statSync(path)
      return `${mtimeMs} ${size} ${ino}`
    } catch {
      return 'missing'
    }
  }
  const read = (): PermissionsDocument => {
    try {
      return parsePermissions(readFileSync(path, 'utf8'), path)
    } catch (error) {
      if (error instanceof PermissionsFileError) throw error
      throw new PermissionsFileError(`${path}: cannot be read`, { cause: error })
    }
  }

  let stamp = stampOf()
  let document = read()
  let checkedAtMs = clock()

  const current = (): PermissionsDocument => {
    if (clock() - checkedAtMs < PERMISSIONS_CHECK_MS) return document
    checkedAtMs = clock()
    const found = stampOf()
    if (found === stamp) return document
    stamp = found
    try {
      document = read()
      log.info({ path }, 'permissions read again')
    } catch (error) {
      if (!(error instanceof PermissionsFileError)) throw error
      log.error({ why: error.message }, 'permissions not changed: the edited file is bad')
    }
    return document
  }

  return {
    rightsOf: (roles) => rightsIn(current(), roles),
    document: current,
    refresh: () => {
      checkedAtMs = -Infinity
    },
  }
}
