import type { ArgumentRules } from './access.ts'

const FLAG = /^(?:|0|1|true|false)$/
const COUNT = /^[0-9]{1,9}$/
/** Tags and keywords, or `all`. One form for all of them: where two could match, a long list would take for ever. */
const ATTRIBUTES = /^[A-Za-z0-9]{2,64}(?:,[A-Za-z0-9]{2,64}){0,63}$/
const UID = /^[0-9.]{1,64}$/
const TEXT = /^[A-Za-z0-9 _.*-]{0,64}$/
const MEDIA_TYPE = /^[a-z*]+\/[a-z0-9.+*-]+(?:; ?(?:type|transfer-syntax|q)="?[a-z0-9./+*-]+"?)*$/
/** A side of a picture in pixels, 1 to 4999: Orthanc's memory grows with the square of it. */
const SIDE = /^(?:[1-9][0-9]{0,2}|[1-4][0-9]{3})$/
/** Two sides of the viewport, then what of the image is shown in it (PS3.18 §8.3.5.1.3). */
const VIEWPORT =
  /^(?:[1-9][0-9]{0,2}|[1-4][0-9]{3}),(?:[1-9][0-9]{0,2}|[1-4][0-9]{3})(?:,-?[0-9]{1,6}(?:\.[0-9]{1,6})?){0,4}$/
const QUALITY = /^(?:100|[1-9]?[0-9])$/

export const none: ArgumentRules = {}

/** Paging and columns of QIDO-RS (PS3.18 §8.3.4). */
const paging: ArgumentRules = {
  limit: COUNT,
  offset: COUNT,
  fuzzymatching: FLAG,
  includefield: ATTRIBUTES,
}

/** Searches below one study. No StudyInstanceUID: the path says it. */
export const searchBelowStudy: ArgumentRules = {
  ...paging,
  Modality: TEXT,
  '00080060': TEXT,
  SeriesInstanceUID: UID,
  '0020000E': UID,
  SOPInstanceUID: UID,
  '00080018': UID,
  SOPClassUID: UID,
  '00080016': UID,
  SeriesNumber: TEXT,
  '00200011': TEXT,
  InstanceNumber: TEXT,
  '00200013': TEXT,
}

export const mediaType: ArgumentRules = { accept: MEDIA_TYPE }

/** Rendered images (PS3.18 §8.3.5). */
export const rendering: ArgumentRules = {
  ...mediaType,
  viewport: VIEWPORT,
  quality: QUALITY,
  window: /^-?[0-9.]{1,12},-?[0-9.]{1,12},(?:linear|linear-exact|sigmoid)$/,
}

export const restListing: ArgumentRules = { expand: FLAG, since: COUNT, limit: COUNT, last: FLAG }
export const restTags: ArgumentRules = { simplify: FLAG, short: FLAG, full: FLAG, expand: FLAG }
export const restImage: ArgumentRules = {
  returnUnsupportedImage: FLAG,
  quality: QUALITY,
  width: SIDE,
  height: SIDE,
}
export const restArchive: ArgumentRules = {
  transcode: UID,
  'lossy-quality': QUALITY,
  filename: /^[A-Za-z0-9 _.-]{1,128}$/,
}
