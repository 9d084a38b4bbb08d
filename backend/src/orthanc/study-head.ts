import { z } from 'zod'
import type { StudyHead } from '../contract/index.ts'
import type { OrthancStudy } from './study.ts'

/** What names a study to a person, with the labels that say who may see it. Patient data: never logged, never kept. */
export interface LabelledHead extends StudyHead, Pick<OrthancStudy, 'labels'> {}

/** Orthanc computes it from the series, so it has to be asked for. */
export const REQUESTED_TAGS = ['ModalitiesInStudy']

const Tags = z.record(z.string(), z.unknown()).default({})

const text = (tags: Readonly<Record<string, unknown>>, keyword: string): string | undefined => {
  const value = tags[keyword]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

const modalitiesOf = (tags: Readonly<Record<string, unknown>>): string[] | undefined =>
  text(tags, 'ModalitiesInStudy')
    ?.split('\\')
    .filter((modality) => modality !== '')

const present = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }

/** A study as Orthanc expands it, with `RequestedTags`. */
export const Head = z
  .object({
    ID: z.string(),
    MainDicomTags: z.object({ StudyInstanceUID: z.string() }).catchall(z.unknown()),
    PatientMainDicomTags: Tags,
    RequestedTags: Tags,
    Labels: z.array(z.string()).default([]),
  })
  .transform(
    ({ ID, MainDicomTags: study, PatientMainDicomTags: patient, RequestedTags, Labels }): LabelledHead => ({
      studyInstanceUID: study.StudyInstanceUID,
      orthancId: ID,
      labels: Labels,
      ...present({
        patientName: text(patient, 'PatientName'),
        patientId: text(patient, 'PatientID'),
        patientBirthDate: text(patient, 'PatientBirthDate'),
        studyDate: text(study, 'StudyDate'),
        studyDescription: text(study, 'StudyDescription'),
        accessionNumber: text(study, 'AccessionNumber'),
        modalities: modalitiesOf(RequestedTags),
      }),
    }),
  )
