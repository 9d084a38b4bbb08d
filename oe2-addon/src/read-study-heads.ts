import type { LookupStudiesRequest, LookupStudiesResponse } from '@studylink/backend/contract'
import type { StudyHead } from '@studylink/share-dialog'

export interface ReadStudyHeadsOptions {
  shareRoot: URL
  getAccessToken(): Promise<string | undefined>
  fetch?: typeof globalThis.fetch
}

/**
 * What names the studies, asked of the service in one request with the clinician's own rights. A study that they may
 * not see stays a bare UID: nothing is left out silently, the service refuses to share it.
 *
 * @throws when the service does not say
 */
export const readStudyHeads = async (
  studyInstanceUIDs: readonly string[],
  { shareRoot, getAccessToken, fetch = (...request) => globalThis.fetch(...request) }: ReadStudyHeadsOptions,
): Promise<StudyHead[]> => {
  const bare = studyInstanceUIDs.map((studyInstanceUID) => ({ studyInstanceUID }))
  // More than one link holds: the dialog says so, and nobody has to be asked whose they are.
  if (bare.length > MAX_STUDIES_PER_LOOKUP) return bare
  const response = await fetch(new URL('api/studies/lookup', shareRoot), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await getAccessToken()}` },
    body: JSON.stringify({ studies: bare } satisfies LookupStudiesRequest),
    credentials: 'omit',
    cache: 'no-store',
  })
  if (!response.ok) throw new Error(`the service answered ${response.status}`)
  const { studies } = (await response.json()) as LookupStudiesResponse
  return bare.flatMap((named) => {
    const heads = studies.filter((head) => head.studyInstanceUID === named.studyInstanceUID)
    return heads.length > 0 ? heads : [named]
  })
}

/** The contract's, repeated because the contract's code would bring its schemas along. */
export const MAX_STUDIES_PER_LOOKUP = 200
