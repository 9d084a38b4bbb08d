import { ok, refuse, type Result } from '../kernel/result.ts'
import { MAX_PAGE_STUDIES, MAX_SEARCH_VALUE_CHARACTERS } from './limits.ts'
import { encodeValue } from './raw-target.ts'

/** A QIDO-RS search (PS3.18 §8.3.4), its attributes under their keywords. */
export interface Search {
  /** Matching keys but StudyInstanceUID. */
  readonly filters: ReadonlyMap<string, string>
  /** Undefined: any study. */
  readonly studyInstanceUIDs: readonly string[] | undefined
  readonly limit: number | undefined
  readonly offset: number
  /** `includefield` and `fuzzymatching`, as they came. */
  readonly options: ReadonlyMap<string, string>
}

export type SearchRefusal = {
  readonly reason: 'invalid-request'
  readonly field: string
  readonly detail: string
}

/**
 * Keys that may be searched by. Each has one name here: to Orthanc `0020000D` and `StudyInstanceUID` are two arguments
 * of which one silently wins, and keys that it does not know (`studydate`) match everything.
 */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '00080016': 'SOPClassUID',
  '00080018': 'SOPInstanceUID',
  '00080020': 'StudyDate',
  '00080021': 'SeriesDate',
  '00080030': 'StudyTime',
  '00080050': 'AccessionNumber',
  '00080060': 'Modality',
  '00080061': 'ModalitiesInStudy',
  '00080080': 'InstitutionName',
  '00080090': 'ReferringPhysicianName',
  '00081030': 'StudyDescription',
  '0008103E': 'SeriesDescription',
  '00100010': 'PatientName',
  '00100020': 'PatientID',
  '00100030': 'PatientBirthDate',
  '00100040': 'PatientSex',
  '00180015': 'BodyPartExamined',
  '0020000D': 'StudyInstanceUID',
  '0020000E': 'SeriesInstanceUID',
  '00200010': 'StudyID',
  '00200011': 'SeriesNumber',
  '00200013': 'InstanceNumber',
}
const KEYWORDS = new Set(Object.values(ATTRIBUTES))
const OPTIONS: Readonly<Record<string, RegExp>> = {
  includefield: /^[A-Za-z0-9,]{1,2000}$/,
  fuzzymatching: /^(?:true|false)$/,
}
const NUMBER = /^[0-9]{1,9}$/
const UIDS = /^[0-9.]{1,64}(?:[\\,][0-9.]{1,64})*$/
// eslint-disable-next-line no-control-regex -- refusing them is the point
const CONTROL = /[\u0000-\u001f\u007f]/

const wrong = (field: string, detail: string) => refuse({ reason: 'invalid-request', field, detail } as const)
const nameOf = (name: string): string | undefined => {
  const keyword = /^[0-9A-Fa-f]{8}$/.test(name) ? ATTRIBUTES[name.toUpperCase()] : name
  return keyword !== undefined && KEYWORDS.has(keyword) ? keyword : undefined
}

/** Refuses unknown and repeated arguments, by whichever of their names. Empty values match everything: dropped. */
export const parseSearch = (args: URLSearchParams): Result<Search, SearchRefusal> => {
  const found = new Map<string, string>()
  for (const [given, value] of args) {
    const name =
      given === 'limit' || given === 'offset' || Object.hasOwn(OPTIONS, given) ? given : nameOf(given)
    if (name === undefined) return wrong(given, 'This argument is not known here.')
    if (found.has(name)) return wrong(name, 'Give each argument once.')
    if (value.length > MAX_SEARCH_VALUE_CHARACTERS || CONTROL.test(value))
      return wrong(name, 'The value is not valid.')
    found.set(name, value)
  }
  const numbers = { limit: found.get('limit'), offset: found.get('offset') }
  for (const [name, value] of Object.entries(numbers))
    if (value !== undefined && !NUMBER.test(value)) return wrong(name, 'Give a whole number.')
  const options = new Map([...found].filter(([name]) => Object.hasOwn(OPTIONS, name)))
  for (const [name, value] of options)
    if (!OPTIONS[name]?.test(value)) return wrong(name, 'The value is not valid.')

  const uids = found.get('StudyInstanceUID')
  if (uids && !UIDS.test(uids)) return wrong('StudyInstanceUID', 'Give UIDs, separated by commas.')
  // OHIF separates them by backslashes, as DICOM does; Orthanc's DICOMweb understands commas only.
  const studyInstanceUIDs = uids ? [...new Set(uids.split(/[\\,]/))] : undefined
  if (studyInstanceUIDs && studyInstanceUIDs.length > MAX_PAGE_STUDIES)
    return wrong('StudyInstanceUID', `Give at most ${MAX_PAGE_STUDIES} UIDs.`)
  const filters = new Map([...found].filter(([name, value]) => KEYWORDS.has(name) && value !== ''))
  filters.delete('StudyInstanceUID')
  return ok({
    filters,
    studyInstanceUIDs,
    limit: Number(numbers.limit ?? 0) || undefined,
    offset: Number(numbers.offset ?? 0),
    options,
  })
}

/** The query for Orthanc's QIDO-RS, without its question mark. */
export const formatSearch = (search: Search): string => {
  const query = new URLSearchParams([...search.filters, ...search.options])
  if (search.studyInstanceUIDs) query.set('StudyInstanceUID', search.studyInstanceUIDs.join(','))
  if (search.limit !== undefined) query.set('limit', String(search.limit))
  if (search.offset > 0) query.set('offset', String(search.offset))
  return [...query].map(([name, value]) => `${name}=${encodeValue(value)}`).join('&')
}
