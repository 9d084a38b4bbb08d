import { argumentsOf, byOrthancId, byUid, valuesOf } from './url-parts.ts'
import type { StudyTrace, Viewer } from './viewer.ts'

/** Orthanc's OHIF plugin writes such manifests; their name says which study. */
const ORTHANC_MANIFEST = /\/studies\/([0-9a-f-]{44})\/ohif-dicom-json$/

const byManifest = (address: string, page: URL): StudyTrace[] => {
  if (!URL.canParse(address, page.href)) return []
  const { href, pathname, protocol } = new URL(address, page.href)
  const [, orthancId] = ORTHANC_MANIFEST.exec(pathname) ?? []
  if (orthancId !== undefined) return byOrthancId([orthancId])
  return /^https?:$/.test(protocol) ? [{ dicomJsonUrl: href }] : []
}

/** OHIF 3 in every mode, by DICOMweb or DICOM JSON, and OHIF 2. */
export const ohif: Viewer = {
  id: 'ohif',
  name: 'OHIF',
  recognise(url) {
    const all = argumentsOf(url)
    const named = byUid(valuesOf(all, 'StudyInstanceUIDs'))
    if (named.length > 0) return named
    const [, inPath] = /\/viewer\/([\d.,]+)\/?$/i.exec(url.pathname) ?? []
    if (inPath !== undefined) return byUid(inPath.split(','))
    const manifest = all.get('url')
    const isMode = /\/(viewer|tmtv|segmentation|microscopy)(\/dicomjson)?\/?$/.test(url.pathname)
    return manifest !== null && isMode ? byManifest(manifest, url) : []
  },
}

/*
Try it on: https://viewer.ohif.org/ (any study); /ohif/ of `npm start`; Orthanc's OHIF plugin, where a study opened
from Orthanc Explorer 2 has `?url=../studies/…/ohif-dicom-json`.
*/
