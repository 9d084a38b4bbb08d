import { CommandError, run } from '../process/run.ts'

/** What the registry knows of weaknesses of what is installed. */
export type Audit =
  | { readonly verdict: 'clean' }
  | { readonly verdict: 'weak'; readonly report: string }
  /** This registry has no such answer, or is out of reach: nothing is known. */
  | { readonly verdict: 'unknown'; readonly why: string }

const UNANSWERED =
  /ERR_PNPM_AUDIT_(?:BAD_RESPONSE|ENDPOINT_NOT_EXISTS)|ERR_PNPM_META_FETCH_FAIL|\b(?:ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN)\b/

/** Judges what `pnpm audit` said before it ended badly. */
export function judgeAudit(output: string): Audit {
  const [why] = UNANSWERED.exec(output) ?? []
  return why === undefined ? { verdict: 'weak', report: output } : { verdict: 'unknown', why }
}

/**
 * Asks the registry about everything that the lockfile names; `high` and `critical` count.
 * @param packageManager as the project pins it, `pnpm@…`
 */
export async function auditPackages(
  project: string,
  packageManager: string,
  signal: AbortSignal,
): Promise<Audit> {
  try {
    await run('npx', ['--yes', packageManager, 'audit', '--audit-level=high'], { cwd: project, signal })
    return { verdict: 'clean' }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    signal.throwIfAborted()
    return judgeAudit(error.output)
  }
}
