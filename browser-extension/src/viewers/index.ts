import { generic } from './generic.ts'
import { legacyExplorer } from './legacy-explorer.ts'
import { meddream } from './meddream.ts'
import { ohif } from './ohif.ts'
import { orthancExplorer2 } from './orthanc-explorer-2.ts'
import { orthancWebViewer } from './orthanc-web-viewer.ts'
import { stone } from './stone.ts'
import type { StudyTrace, Viewer } from './viewer.ts'
import { volview } from './volview.ts'

export type { StudyTrace, Viewer } from './viewer.ts'

/** In order: the first that finds a study speaks. The generic one comes last. */
export const viewers: readonly Viewer[] = [
  ohif,
  orthancExplorer2,
  stone,
  legacyExplorer,
  orthancWebViewer,
  volview,
  meddream,
  generic,
]

/** The studies that an address names, each once, in the address' order. Looks at nothing but the address. */
export const recogniseStudies = (address: string): StudyTrace[] => {
  if (!URL.canParse(address)) return []
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol)) return []
  for (const viewer of viewers) {
    const found = viewer.recognise(url)
    if (found.length > 0) return [...new Map(found.map((trace) => [JSON.stringify(trace), trace])).values()]
  }
  return []
}
