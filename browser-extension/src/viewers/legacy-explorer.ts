import { argumentsOf, byOrthancId, byPart, rootBefore, valuesOf } from './url-parts.ts'
import type { Viewer } from './viewer.ts'

/** The Orthanc Explorer that every Orthanc has built in. */
export const legacyExplorer: Viewer = {
  id: 'legacy-explorer',
  name: 'Orthanc Explorer',
  recognise(url) {
    const root = rootBefore(url, '/app/explorer.html')
    if (root === undefined) return []
    const ids = valuesOf(argumentsOf(url), 'uuid')
    if (url.hash.startsWith('#study?')) return byOrthancId(ids)
    if (url.hash.startsWith('#series?')) return byPart('series', ids, root)
    return url.hash.startsWith('#instance?') ? byPart('instances', ids, root) : []
  },
}

/*
Try it on: any Orthanc, `/app/explorer.html`: a study's page, and one of its series and instances. A patient's page
may show several studies and names none.
*/
