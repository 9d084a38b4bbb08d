import type { MeResponse } from '@studylink/backend/contract'
import type { Clinician } from './clinician.ts'

/** Asks the service once per user; a failed question is asked again the next time. */
export type AskSharePermission = (clinician: Clinician) => Promise<boolean>

export interface SharePermissionOptions {
  shareRoot: string
  fetch?: typeof globalThis.fetch | undefined
}

/** May this clinician share? Only a courtesy of the button: the service decides when a share is made. */
export const createSharePermission = ({
  shareRoot,
  fetch = globalThis.fetch,
}: SharePermissionOptions): AskSharePermission => {
  let mayShare = false
  let answeredFor: string | undefined
  return async ({ userId, accessToken }) => {
    if (userId === answeredFor) return mayShare
    const response = await fetch(`${shareRoot}api/me`, {
      headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
      credentials: 'omit',
      cache: 'no-store',
    })
    if (response.status !== 200) return false
    const { permissions } = (await response.json()) as MeResponse
    answeredFor = userId
    mayShare = permissions.some((one) => one === 'share' || one === 'all')
    return mayShare
  }
}
