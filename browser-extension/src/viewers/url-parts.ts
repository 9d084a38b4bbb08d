import type { StudyTrace } from './viewer.ts'

/** The arguments of an address: of its query, and of the route that single-page viewers keep behind the `#`. */
export const argumentsOf = ({ search, hash }: URL): URLSearchParams => {
  const behindRoute = hash.includes('?') ? hash.slice(hash.indexOf('?')) : ''
  return new URLSearchParams([...new URLSearchParams(search), ...new URLSearchParams(behindRoute)])
}

/** All values of the arguments that are called `name` in whatever case, lists taken apart. */
export const valuesOf = (all: URLSearchParams, name: string): string[] =>
  [...all]
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .flatMap(([, value]) => value.split(/[,\\]/))
    .map((value) => value.trim())

/** At least one dot: a plain number is somebody's row, not a UID. */
const UID = /^(?=.{3,64}$)\d+(\.\d+)+$/
const ORTHANC_ID = /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/

export const isOrthancId = (text: string): boolean => ORTHANC_ID.test(text)

export const byUid = (values: readonly string[]): StudyTrace[] =>
  values.filter((value) => UID.test(value)).map((studyInstanceUID) => ({ studyInstanceUID }))

export const byOrthancId = (values: readonly string[]): StudyTrace[] =>
  values.filter(isOrthancId).map((orthancId) => ({ orthancId }))

export const byPart = (
  partOfStudy: 'series' | 'instances',
  values: readonly string[],
  orthancRoot: string,
): StudyTrace[] => values.filter(isOrthancId).map((orthancId) => ({ partOfStudy, orthancId, orthancRoot }))

/** Orthanc's root, when the address is below it: whatever stands before `folder`. */
export const rootBefore = (url: URL, folder: string): string | undefined => {
  const at = url.pathname.indexOf(folder)
  return at === -1 ? undefined : `${url.origin}${url.pathname.slice(0, at)}/`
}
