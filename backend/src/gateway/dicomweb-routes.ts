import type { Access, ArgumentRules, Classified, Method } from './access.ts'
import * as rules from './arguments.ts'

const UID = /^[0-9.]{1,64}$/
const FRAMES = /^[1-9][0-9]{0,6}(?:,[1-9][0-9]{0,6}){0,255}$/
/** Orthanc's own bulk paths: a tag, or tags and item numbers in turn. */
const BULK = /^(?:[0-9A-Fa-f]{8}\/[0-9]{1,6}\/){0,8}[0-9A-Fa-f]{8}$/

/** What the path below one study, series or instance asks for; undefined: unknown. */
interface Retrieval {
  /** Whole DICOM objects are a download; pixels of frames and single values are viewing. */
  readonly use: 'view' | 'download'
  readonly arguments: ArgumentRules
}

/**
 * DICOMweb (PS3.18) below `/dicom-web/`: WADO-RS, and QIDO-RS below one study. A search over studies is no resource:
 * it goes through the narrowed searches. Orthanc itself answers 404 for a series or an instance of another study.
 */
export const classifyDicomWeb = (method: Method, segments: readonly string[]): Classified | undefined => {
  const [collection, studyInstanceUID, ...rest] = segments
  if (collection === 'servers') return classifyServers(method, segments.slice(1))
  if (collection !== 'studies') return undefined
  if (
    method === 'POST' &&
    rest.length === 0 &&
    (studyInstanceUID === undefined || UID.test(studyInstanceUID))
  )
    return { access: { scope: 'service', permissions: ['upload'], guest: 'never' }, arguments: rules.none }
  if (method !== 'GET' || studyInstanceUID === undefined || !UID.test(studyInstanceUID)) return undefined
  const retrieval = belowStudy(rest)
  if (!retrieval) return undefined
  const access: Access = {
    scope: 'study',
    study: { by: 'uid', studyInstanceUID },
    permissions: [retrieval.use],
    guest: retrieval.use,
  }
  return { access, arguments: retrieval.arguments }
}

const view = (args: ArgumentRules): Retrieval => ({ use: 'view', arguments: args })
const whole: Retrieval = { use: 'download', arguments: rules.mediaType }

const belowStudy = ([what, ...rest]: readonly string[]): Retrieval | undefined => {
  if (what === 'series' && rest.length > 0) return belowSeries(rest)
  if (rest.length > 0) return undefined
  return what === 'series' ? view(rules.searchBelowStudy) : common(what)
}

const belowSeries = ([seriesInstanceUID, what, ...rest]: readonly string[]): Retrieval | undefined => {
  if (seriesInstanceUID === undefined || !UID.test(seriesInstanceUID)) return undefined
  if (what === 'instances' && rest.length > 0) return belowInstance(rest)
  return rest.length > 0 ? undefined : common(what)
}

const belowInstance = ([sopInstanceUID, what, ...rest]: readonly string[]): Retrieval | undefined => {
  if (sopInstanceUID === undefined || !UID.test(sopInstanceUID)) return undefined
  if (what === 'frames') return belowFrames(rest)
  if (what === 'bulk' || what === 'bulkdata')
    return BULK.test(rest.join('/')) ? view(rules.mediaType) : undefined
  return rest.length > 0 || what === 'instances' ? undefined : common(what)
}

const belowFrames = ([numbers, what, ...rest]: readonly string[]): Retrieval | undefined => {
  if (numbers === undefined || !FRAMES.test(numbers) || rest.length > 0) return undefined
  // One frame named over and over would make an answer of any size.
  const named = numbers.split(',')
  if (new Set(named).size < named.length) return undefined
  if (what === undefined) return view(rules.mediaType)
  return what === 'rendered' || what === 'thumbnail' ? view(rules.rendering) : undefined
}

/** What studies, series and instances have alike. */
const common = (what: string | undefined): Retrieval | undefined => {
  switch (what) {
    case undefined:
      return whole
    case 'metadata':
      return view(rules.mediaType)
    case 'instances':
      return view(rules.searchBelowStudy)
    case 'rendered':
    case 'thumbnail':
      return view(rules.rendering)
    default:
      return undefined
  }
}

/** Other DICOMweb servers that Orthanc knows: what is sent there is named in the body, so it may be any study. */
const classifyServers = (method: Method, rest: readonly string[]): Classified | undefined => {
  const guest = 'never'
  if (method === 'GET' && rest.length === 0)
    return {
      access: { scope: 'service', permissions: ['send', 'q-r-remote-modalities'], guest },
      arguments: rules.restListing,
    }
  if (method === 'POST' && rest.length === 2 && rest[1] === 'stow')
    return { access: { scope: 'archive', permissions: ['send'], guest }, arguments: rules.none }
  return undefined
}
