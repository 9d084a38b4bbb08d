const UID = /^[0-9.]{1,64}$/

/**
 * The studies that a custom button's address means: `{shareRoot}new?studies=<StudyInstanceUIDs, comma separated>`,
 * as our configuration has it. Undefined for any other address, and for one that names something else: OE2 writes
 * `undefined` where it has no value.
 */
export const requestedStudies = (address: string, shareRoot: URL): string[] | undefined => {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.origin !== shareRoot.origin || url.pathname !== `${shareRoot.pathname}new`) return undefined
  const uids = [...new Set(url.searchParams.get('studies')?.split(','))]
  return uids.length > 0 && uids.every((uid) => UID.test(uid)) ? uids : undefined
}
