import { argumentsOf, byUid, valuesOf } from './url-parts.ts'
import type { Viewer } from './viewer.ts'

/** MedDream, opened by StudyInstanceUID. Opened by a token it names no study. */
export const meddream: Viewer = {
  id: 'meddream',
  name: 'MedDream',
  recognise(url) {
    if (!/meddream/i.test(url.host + url.pathname)) return []
    return byUid(valuesOf(argumentsOf(url), 'study'))
  },
}

/*
Try it on: a MedDream demo, opened with `?study=1.2.3`, as Orthanc Explorer 2's button does. With `?token=…` there
is nothing to recognise.
*/
