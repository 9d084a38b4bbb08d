/** The studies that a viewer URL names, as one key: sorted, so that the order in the URL does not matter. */
export const studyKeyOf = (search: string): string | undefined => {
  const uids = [...new URLSearchParams(search)]
    .filter(([name]) => name.toLowerCase() === 'studyinstanceuids')
    .flatMap(([, value]) => value.split(','))
    .map((uid) => uid.trim())
    .filter((uid) => /^[0-9.]{1,64}$/.test(uid))
  // oxlint-disable-next-line unicorn/no-array-sort -- guests' phones may lack toSorted; the list is ours
  return uids.length === 0 ? undefined : [...new Set(uids)].sort().join(',')
}

/** What may stand in an `Authorization` header (RFC 6750 §2.1); anything else would never be refused, nor work. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/=-]{1,8192}$/

/** The token that a viewer URL carries; OHIF prefers the fragment, so do we. */
export const tokenOf = ({ search, hash }: Pick<Location, 'search' | 'hash'>): string | undefined => {
  for (const part of [hash.replace(/^#/, ''), search]) {
    for (const [name, value] of new URLSearchParams(part)) {
      if (name.toLowerCase() === 'token' && BEARER_TOKEN.test(value)) return value
    }
  }
  return undefined
}
