import { argumentsOf, byUid, valuesOf } from './url-parts.ts'
import type { Viewer } from './viewer.ts'

/** Orthanc Explorer 2: lists narrowed to studies, with routes behind the `#` (older) or in the path. */
export const orthancExplorer2: Viewer = {
  id: 'orthanc-explorer-2',
  name: 'Orthanc Explorer 2',
  recognise(url) {
    if (!/\/ui\/app\//.test(url.pathname)) return []
    // OE2 puts a value into quotes when it has to match as a whole.
    const values = valuesOf(argumentsOf(url), 'StudyInstanceUID').map((value) => value.replaceAll('"', ''))
    return byUid(values)
  },
}

/*
Try it on: /ui/app/ of Orthanc with its Explorer 2: open a study's details and filter by its StudyInstanceUID, or
`/ui/app/filtered-studies?StudyInstanceUID=1.2.3`. A list filtered by name or date alone names no study.
*/
