import { type Result, ok, refuse } from '../kernel/result.ts'
import type { PluginViewer } from './token-types.ts'

/** Where the viewers are, as browsers see them: the Python service's variables. Every root ends with `/`. */
export interface ViewerRoots {
  /** `PUBLIC_ORTHANC_ROOT`: serves Osimis, Stone and VolView. */
  readonly orthanc?: string | undefined
  /** `PUBLIC_OHIF_ROOT` */
  readonly ohif?: string | undefined
  /** `OHIF_DATA_SOURCE`: does OHIF name studies by StudyInstanceUID, or fetch JSON by Orthanc ID? */
  readonly ohifDataSource: 'dicom-web' | 'dicom-json'
  /** `PUBLIC_MEDDREAM_ROOT` */
  readonly meddream?: string | undefined
}

export interface LinkedStudy {
  readonly studyInstanceUID: string
  readonly orthancId: string
}

export interface ViewerLinkRefusal {
  readonly reason: 'viewer-not-configured'
  /** The variable to set. */
  readonly variable: string
}

/**
 * The URL that opens these studies directly in a viewer, with its token where that viewer looks for it: in the
 * query, since these know nothing else. Ids are digits, dots, hexadecimals and dashes: nothing needs escaping.
 */
export const viewerLink = (
  roots: ViewerRoots,
  viewer: PluginViewer,
  studies: readonly LinkedStudy[],
  token: string,
): Result<string, ViewerLinkRefusal> => {
  const [root, variable] = rootOf(roots, viewer)
  if (root === undefined) return refuse({ reason: 'viewer-not-configured', variable })
  return ok(`${root}${pathOf(roots, viewer, studies)}&token=${token}`)
}

const rootOf = (roots: ViewerRoots, viewer: PluginViewer): readonly [string | undefined, string] => {
  switch (viewer) {
    case 'osimis':
    case 'stone':
    case 'volview':
      return [roots.orthanc, 'PUBLIC_ORTHANC_ROOT']
    case 'ohif':
      return [roots.ohif, 'PUBLIC_OHIF_ROOT']
    case 'meddream':
      return [roots.meddream, 'PUBLIC_MEDDREAM_ROOT']
  }
}

const pathOf = (roots: ViewerRoots, viewer: PluginViewer, studies: readonly LinkedStudy[]): string => {
  const uids = studies.map((study) => study.studyInstanceUID).join(',')
  const orthancIds = studies.map((study) => study.orthancId)
  switch (viewer) {
    case 'osimis':
      return `osimis-viewer/app/index.html?pickableStudyIds=${orthancIds.join(',')}&selectedStudyIds=${orthancIds.join(',')}`
    case 'stone':
      return `stone-webviewer/index.html?study=${uids}&selectedStudies=${uids}`
    case 'volview':
      return `volview/index.html?names=[archive.zip]&urls=${orthancIds.map((id) => `../studies/${id}/archive`).join(',')}`
    case 'ohif':
      return roots.ohifDataSource === 'dicom-web'
        ? `viewer?StudyInstanceUIDs=${uids}`
        : `viewer?url=../studies/${orthancIds.join(',')}/ohif-dicom-json`
    case 'meddream':
      return `?study=${uids}`
  }
}
