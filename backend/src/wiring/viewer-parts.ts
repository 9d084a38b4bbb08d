import { viewersOf } from '../config/public-config.ts'
import type { Config } from '../config/read-config.ts'
import type { OtherViewers } from '../guest/open-link.ts'
import { refuse } from '../kernel/result.ts'
import { createMedDream, openInViewer, pluginViewerOf } from '../plugin/index.ts'

/** The viewers that links lead to, by the Python service's variables. */
export const createViewerParts = (config: Config) => {
  const roots = {
    orthanc: config.PUBLIC_ORTHANC_ROOT,
    ohif: config.PUBLIC_OHIF_ROOT,
    meddream: config.PUBLIC_MEDDREAM_ROOT,
    ohifDataSource: config.OHIF_DATA_SOURCE,
  }
  const meddream =
    config.MEDDREAM_TOKEN_SERVICE_URL === undefined
      ? undefined
      : createMedDream(config.MEDDREAM_TOKEN_SERVICE_URL)

  const otherViewers: OtherViewers = async (key, studies, token) => {
    const viewer = pluginViewerOf(key)
    // OHIF with DICOMweb takes our token from the fragment, which no server sees.
    if (!viewer || (viewer === 'ohif' && roots.ohifDataSource === 'dicom-web')) return undefined
    const link = await openInViewer({ roots, meddream }, viewer, studies, token)
    if (link.ok) return link
    return link.refusal.reason === 'meddream-unavailable'
      ? refuse({ reason: 'orthanc-unavailable' })
      : undefined
  }
  return { viewers: viewersOf(config), roots, meddream, otherViewers }
}
