import { describe, expect, it } from 'vitest'
import { ROOTS, SIBLING, STUDY } from './test-service.ts'
import { type PluginViewer } from './token-types.ts'
import { viewerLink } from './viewer-links.ts'

const id = STUDY.orthancId
const other = SIBLING.orthancId
const orthanc = 'https://pacs.example.org/orthanc'
const ohif = 'https://pacs.example.org/ohif'

const link = (viewer: PluginViewer, studies = [STUDY], roots: Parameters<typeof viewerLink>[0] = ROOTS) => {
  const result = viewerLink(roots, viewer, studies, 'slv_x')
  return result.ok ? result.value : result.refusal
}

describe('a link into a viewer', () => {
  it.each([
    ['stone', `${orthanc}/stone-webviewer/index.html?study=1.2.3&selectedStudies=1.2.3&token=slv_x`],
    ['ohif', `${ohif}/viewer?StudyInstanceUIDs=1.2.3&token=slv_x`],
    [
      'osimis',
      `${orthanc}/osimis-viewer/app/index.html?pickableStudyIds=${id}&selectedStudyIds=${id}&token=slv_x`,
    ],
    [
      'volview',
      `${orthanc}/volview/index.html?names=[archive.zip]&urls=../studies/${id}/archive&token=slv_x`,
    ],
    ['meddream', 'https://pacs.example.org/meddream/?study=1.2.3&token=slv_x'],
  ] as const)('opens one study in %s', (viewer, url) => {
    expect(link(viewer)).toBe(url)
  })

  it.each([
    [
      'stone',
      `${orthanc}/stone-webviewer/index.html?study=1.2.3,2.3.4&selectedStudies=1.2.3,2.3.4&token=slv_x`,
    ],
    ['ohif', `${ohif}/viewer?StudyInstanceUIDs=1.2.3,2.3.4&token=slv_x`],
    [
      'osimis',
      `${orthanc}/osimis-viewer/app/index.html?pickableStudyIds=${id},${other}&selectedStudyIds=${id},${other}&token=slv_x`,
    ],
    [
      'volview',
      `${orthanc}/volview/index.html?names=[archive.zip]&urls=../studies/${id}/archive,../studies/${other}/archive&token=slv_x`,
    ],
    ['meddream', 'https://pacs.example.org/meddream/?study=1.2.3,2.3.4&token=slv_x'],
  ] as const)('opens several studies in %s', (viewer, url) => {
    expect(link(viewer, [STUDY, SIBLING])).toBe(url)
  })

  it('opens OHIF by Orthanc ID when its data source is dicom-json', () => {
    expect(link('ohif', [STUDY], { ...ROOTS, ohifDataSource: 'dicom-json' })).toBe(
      `${ohif}/viewer?url=../studies/${id}/ohif-dicom-json&token=slv_x`,
    )
  })

  it.each([
    ['stone', 'PUBLIC_ORTHANC_ROOT'],
    ['osimis', 'PUBLIC_ORTHANC_ROOT'],
    ['volview', 'PUBLIC_ORTHANC_ROOT'],
    ['ohif', 'PUBLIC_OHIF_ROOT'],
    ['meddream', 'PUBLIC_MEDDREAM_ROOT'],
  ] as const)('into %s names the variable that is missing, %s', (viewer, variable) => {
    expect(link(viewer, [STUDY], { ohifDataSource: 'dicom-web' })).toEqual({
      reason: 'viewer-not-configured',
      variable,
    })
  })
})
