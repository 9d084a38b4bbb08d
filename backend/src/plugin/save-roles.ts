import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { applyEdits, type JSONPath, modify, parse } from 'jsonc-parser'
import { type Result, ok, refuse } from '../kernel/result.ts'
import type { RolesRequest } from './wire.ts'

export interface SaveRolesRefusal {
  readonly reason: 'permissions-file-not-writable'
}

export type SaveRoles = (roles: RolesRequest) => Result<null, SaveRolesRefusal>

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } }

/**
 * Writes roles into the permissions file and tells who reads it, changing nothing but what differs: comments, roles that the request does
 * not name and other keys stay. Synchronous, so two requests cannot mix.
 *
 * @param path the file, in the Python service's format
 */
export const createSaveRoles =
  (path: string, onSaved = () => {}): SaveRoles =>
  (roles) => {
    try {
      const before = readFileSync(path, 'utf8')
      const after = withRoles(before, roles)
      if (after !== before) replaceFile(path, after)
      onSaved()
      return ok(null)
    } catch (error) {
      if (isFileError(error)) return refuse({ reason: 'permissions-file-not-writable' })
      throw error
    }
  }

const withRoles = (text: string, { roles, 'available-labels': labels }: RolesRequest): string => {
  let changed = text
  const set = (at: JSONPath, value: readonly string[], absent?: readonly string[]) => {
    const current: unknown = at.reduce<unknown>(
      (node, key) => (node as Record<string, unknown> | undefined)?.[String(key)],
      parse(changed, undefined, { allowTrailingComma: true }),
    )
    if (JSON.stringify(current ?? absent) !== JSON.stringify(value))
      changed = applyEdits(changed, modify(changed, at, value, FORMAT))
  }
  for (const [role, rights] of Object.entries(roles)) {
    set(['roles', role, 'permissions'], rights.permissions)
    set(['roles', role, 'authorized-labels'], rights['authorized-labels'])
  }
  if (labels) set(['available-labels'], labels, [])
  return changed
}

/** All or nothing; in place where the file is a mount of its own, which cannot be replaced. */
const replaceFile = (path: string, text: string): void => {
  const draft = `${path}.new`
  try {
    const file = openSync(draft, 'w', 0o600)
    writeFileSync(file, text)
    fsyncSync(file)
    closeSync(file)
    renameSync(draft, path)
  } catch (error) {
    if (!isFileError(error)) throw error
    rmSync(draft, { force: true })
    writeFileSync(path, text)
  }
}

const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error
