import { argumentsOf, byOrthancId, byPart, rootBefore } from './url-parts.ts'
import type { StudyTrace, Viewer } from './viewer.ts'

const ARCHIVE = /\/(studies|series)\/([0-9a-f-]{44})\/archive/g

/** VolView as Orthanc opens it: with archives of studies or series of the same Orthanc. */
export const volview: Viewer = {
  id: 'volview',
  name: 'VolView',
  recognise(url) {
    const root = rootBefore(url, '/volview/')
    if (root === undefined) return []
    const archives = (argumentsOf(url).get('urls') ?? '').matchAll(ARCHIVE)
    return [...archives].flatMap(([, level, id = '']): StudyTrace[] =>
      level === 'studies' ? byOrthancId([id]) : byPart('series', [id], root),
    )
  },
}

/*
Try it on: Orthanc with the VolView plugin: «Open in VolView» of Orthanc Explorer 2 on a study and on a series
(`/volview/index.html?names=[archive.zip]&urls=[../studies/…/archive]`).
*/
