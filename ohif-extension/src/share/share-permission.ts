import type { MeResponse } from '@studylink/backend/contract'
import type { Clinician } from './clinician.ts'

export interface SharePermission {
  /** The answer, if it is known already. */
  peek(userId: string): boolean | undefined
  /** Asks the service once per user; a failed question is asked again the next time. */
  ask(clinician: Clinician): Promise<boolean>
}

export interface SharePermissionOptions {
  shareRoot: string
  fetch?: typeof globalThis.fetch
}

/** May this clinician share? Only a courtesy of the button: the service decides when a share is made. */
export const createSharePermission = ({
  shareRoot,
  fetch = (...request) => globalThis.fetch(...request),
}: SharePermissionOptions): SharePermission => {
  let known: { userId: string; mayShare: boolean } | undefined
  return {
    peek: (userId) => (known?.userId === userId ? known.mayShare : undefined),
    ask: async ({ userId, accessToken }) => {
      const response = await fetch(`${shareRoot}api/me`, {
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
        credentials: 'omit',
        cache: 'no-store',
      })
      if (response.status !== 200) return false
      const { permissions } = (await response.json()) as MeResponse
      known = { userId, mayShare: permissions.some((one) => one === 'share' || one === 'all') }
      return known.mayShare
    },
  }
}
