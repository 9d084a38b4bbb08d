import { argumentsOf, byUid, valuesOf } from './url-parts.ts'
import type { Viewer } from './viewer.ts'

/** Stone Web viewer: `study` lists what can be chosen, `selectedStudies` what is shown. */
export const stone: Viewer = {
  id: 'stone',
  name: 'Stone Web viewer',
  recognise(url) {
    if (!url.pathname.includes('/stone-webviewer/')) return []
    const all = argumentsOf(url)
    const shown = byUid(valuesOf(all, 'selectedStudies'))
    return shown.length > 0 ? shown : byUid(valuesOf(all, 'study'))
  },
}

/*
Try it on: Orthanc with the Stone plugin, `/stone-webviewer/index.html?study=1.2.3`, and with `&series=`,
`?study=1.2.3,1.2.4&selectedStudies=1.2.4`. `?patient=` names no study.
*/
