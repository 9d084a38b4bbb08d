import { argumentsOf, byOrthancId, byPart, rootBefore, valuesOf } from './url-parts.ts'
import type { Viewer } from './viewer.ts'

const FOLDERS = ['/web-viewer/app/', '/osimis-viewer/app/', '/wsi/app/']

/** Orthanc's Web viewers that name studies or series by Orthanc's own ids: basic, Osimis, whole-slide imaging. */
export const orthancWebViewer: Viewer = {
  id: 'orthanc-web-viewer',
  name: 'Orthanc Web viewer',
  recognise(url) {
    const root = FOLDERS.map((folder) => rootBefore(url, folder)).find((found) => found !== undefined)
    if (root === undefined) return []
    const all = argumentsOf(url)
    const selected = byOrthancId(valuesOf(all, 'selectedStudyIds'))
    if (selected.length > 0) return selected
    const studies = byOrthancId(valuesOf(all, 'study'))
    return studies.length > 0 ? studies : byPart('series', valuesOf(all, 'series'), root)
  },
}

/*
Try it on: Orthanc with the Web viewer plugin (`/web-viewer/app/viewer.html?series=…`), the Osimis one
(`/osimis-viewer/app/index.html?study=…`), the one for whole-slide imaging (`/wsi/app/viewer.html?series=…`).
*/
