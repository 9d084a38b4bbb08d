import type { StudyReference } from '@studylink/backend/contract'

const UID = /^[0-9.]{1,64}$/
const ORTHANC_ID = /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/

/**
 * The studies that a custom button's address means: `{shareRoot}new?studies=<StudyInstanceUIDs, comma separated>` as our
 * configuration has it, or `orthancIds=<OE2's UUIDs>`. Undefined for any other address, and for one that names something
 * else: OE2 writes `undefined` where it has no value.
 */
export const requestedStudies = (address: string, shareRoot: URL): StudyReference[] | undefined => {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.origin !== shareRoot.origin || url.pathname !== `${shareRoot.pathname}new`) return undefined
  const list = (name: string) => [...new Set(url.searchParams.get(name)?.split(','))]
  const [uids, orthancIds] = [list('studies'), list('orthancIds')]
  if (!uids.every((uid) => UID.test(uid)) || !orthancIds.every((id) => ORTHANC_ID.test(id))) return undefined
  const studies = [
    ...uids.map((studyInstanceUID) => ({ studyInstanceUID })),
    ...orthancIds.map((orthancId) => ({ orthancId })),
  ]
  return studies.length > 0 ? studies : undefined
}
