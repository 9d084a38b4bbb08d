import type { StudyReference } from '@studylink/backend/contract'
import { parseReturnPath } from '../sign-in/return-path.ts'

/**
 * What `/share/new?studies=…|orthancIds=…&return=…` asks for. What cannot name a study is left out, and so is a way back
 * that the configuration does not list.
 */
export const parseNewShare = (
  address: URL,
  returnPaths: readonly string[],
): { studies: StudyReference[]; returnTo: string | undefined } => {
  const list = (name: string) => (address.searchParams.get(name) ?? '').split(',').map((one) => one.trim())
  return {
    studies: [
      ...list('studies')
        .filter((uid) => /^[0-9.]{1,64}$/.test(uid))
        .map((studyInstanceUID) => ({ studyInstanceUID })),
      ...list('orthancIds')
        .filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/.test(id))
        .map((orthancId) => ({ orthancId })),
    ],
    returnTo: parseReturnPath(address.searchParams.get('return'), address.origin, returnPaths),
  }
}
