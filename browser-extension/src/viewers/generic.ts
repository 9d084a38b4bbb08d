import { argumentsOf, byUid, valuesOf } from './url-parts.ts'
import type { Viewer } from './viewer.ts'

const NAMES = [
  'StudyInstanceUID',
  'StudyInstanceUIDs',
  'studyUID',
  'studyUIDs',
  'study_uid',
  'studyId',
  'study',
]

/** Whatever else says in its address which study it shows: as an argument, or as DICOMweb names resources. */
export const generic: Viewer = {
  id: 'generic',
  name: 'Other viewers',
  recognise(url) {
    const all = argumentsOf(url)
    for (const name of NAMES) {
      const found = byUid(valuesOf(all, name))
      if (found.length > 0) return found
    }
    const [, inPath] = /\/stud(?:y|ies)\/([\d.]+)(?:[/?#]|$)/i.exec(url.pathname + url.hash) ?? []
    return inPath === undefined ? [] : byUid([inPath])
  },
}

/*
Try it on: anything with `StudyInstanceUID=1.2.3` in its address, e.g. dcm4chee-arc's study list, or a path such as
`/studies/1.2.3`.
*/
