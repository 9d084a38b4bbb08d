import { reads, wado, type Attempt, type Ids } from './attempts.ts'

/** What a guest has to be able to do with the shared study. */
export const views = (own: Ids): readonly Attempt[] => {
  const { study, series, instance } = wado(own)
  return reads([
    `/studies/${own.study}`,
    `/studies/${own.study}/series`,
    `/studies/${own.study}/instances`,
    `/studies/${own.study}/statistics`,
    `/studies/${own.study}/shared-tags`,
    `/series/${own.series}`,
    `/series/${own.series}/instances`,
    `/series/${own.series}/study`,
    `/instances/${own.instance}`,
    `/instances/${own.instance}/preview`,
    `/instances/${own.instance}/rendered`,
    `/instances/${own.instance}/frames/0/preview`,
    `/instances/${own.instance}/tags`,
    `/instances/${own.instance}/simplified-tags`,
    `/dicom-web/studies?StudyInstanceUID=${own.studyInstanceUID}`,
    `/dicom-web/studies?0020000D=${own.studyInstanceUID}&includefield=00081030&limit=101&offset=0`,
    `${study}/series`,
    `${study}/series?includefield=00080021%2C00080031`,
    `${study}/instances`,
    `${study}/metadata`,
    `${series}/instances`,
    `${series}/metadata`,
    `${instance}/metadata`,
    `${instance}/frames/1`,
    `${instance}/frames/1/rendered`,
    `${instance}/rendered`,
  ])
}

/** Whole files: for those whose link allows it. */
export const downloads = (own: Ids): readonly Attempt[] => {
  const { study, series, instance } = wado(own)
  return reads([
    `/studies/${own.study}/archive`,
    `/studies/${own.study}/media`,
    `/series/${own.series}/archive`,
    `/instances/${own.instance}/file`,
    `/instances/${own.instance}/frames/0/raw`,
    `/instances/${own.instance}/attachments/dicom/data`,
    study,
    series,
    instance,
  ])
}

/** Reads that name another study, or all: refused by whoever knows what the token opens. */
export const otherStudies = (own: Ids, other: Ids): readonly Attempt[] => {
  const { study, series, instance } = wado(other)
  return reads([
    `/studies/${other.study}`,
    `/studies/${other.study}/archive`,
    // Of Orthanc's OHIF plugin, where it is.
    `/studies/${other.study}/ohif-dicom-json`,
    `/series/${other.series}`,
    `/series/${other.series}/archive`,
    `/instances/${other.instance}`,
    `/instances/${other.instance}/preview`,
    `/instances/${other.instance}/file`,
    `${study}/metadata`,
    `${study}/series`,
    study,
    `${series}/metadata`,
    `${instance}/frames/1`,
    `${instance}/rendered`,
    `/wado?requestType=WADO&studyUID=${other.studyInstanceUID}&seriesUID=${other.seriesInstanceUID}&objectUID=${other.sopInstanceUID}`,
    `/patients/${own.patient}`,
    `/patients/${own.patient}/studies`,
    `/patients/${own.patient}/archive`,
    '/studies',
    '/studies?expand',
    '/series',
    '/instances',
    '/patients',
    '/changes',
    '/exports',
    '/statistics',
    '/jobs',
    '/jobs?expand',
    '/modalities',
    '/peers',
    '/queries',
    '/tools/metrics-prometheus',
    '/dicom-web/servers',
  ])
}
