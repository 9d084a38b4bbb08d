import { attempt, post, type Attempt, type Ids } from './attempts.ts'

/** Searches that would find another study: refused, or answered with what the token opens and nothing else. */
export const searches = (own: Ids, other: Ids): readonly Attempt[] => {
  const both = `StudyInstanceUID=${own.studyInstanceUID}`
  return [
    ...[
      '/dicom-web/studies',
      `/dicom-web/studies?${both}&StudyInstanceUID=${other.studyInstanceUID}`,
      `/dicom-web/studies?${both},${other.studyInstanceUID}`,
      `/dicom-web/studies?${both}%5C${other.studyInstanceUID}`,
      `/dicom-web/studies?${both}&0020000D=${other.studyInstanceUID}`,
      `/dicom-web/studies?StudyInstanceUID=${other.studyInstanceUID}`,
      `/dicom-web/studies?studyinstanceuid=${other.studyInstanceUID}`,
      `/dicom-web/studies?%53tudyInstanceUID=${other.studyInstanceUID}`,
      '/dicom-web/studies?StudyInstanceUID=*',
      '/dicom-web/studies?StudyInstanceUID=',
      `/dicom-web/studies?00100020=${other.patientId}`,
      `/dicom-web/studies?PatientID=${other.patientId}&includefield=all`,
      '/dicom-web/series',
      `/dicom-web/series?StudyInstanceUID=${other.studyInstanceUID}`,
      '/dicom-web/instances?limit=100',
      `/dicom-web/instances?SeriesInstanceUID=${other.seriesInstanceUID}`,
    ].map((target) => attempt({ target })),
    ...['Patient', 'Study', 'Series', 'Instance'].map((Level) =>
      attempt(post('/tools/find', { Level, Query: {}, Expand: true })),
    ),
    attempt(post('/tools/find', { Level: 'Study', Query: { PatientID: other.patientId } })),
    attempt(post('/tools/find', { Level: 'Study', Query: {}, Labels: [], LabelsConstraint: 'None' })),
    attempt(post('/tools/find', { Level: 'Study', Query: {}, ParentPatient: own.patient })),
    attempt(post('/tools/count-resources', { Level: 'Study', Query: {} })),
    attempt({ method: 'POST', target: '/tools/lookup', body: other.studyInstanceUID }),
    attempt({ method: 'POST', target: '/tools/lookup', body: other.patientId }),
  ]
}

/** By these an answer would give another study away. */
export const namesOf = (other: Ids): readonly string[] => [
  other.study,
  other.series,
  other.instance,
  other.studyInstanceUID,
  other.seriesInstanceUID,
]
