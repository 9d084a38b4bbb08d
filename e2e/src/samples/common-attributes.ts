import type { SampleStudy } from './catalog.ts'
import { derivedUid } from './derived-uid.ts'

/** Attributes of patient, study and series; `uid` names everything below. */
export function commonAttributes(study: SampleStudy, series: { number: number; description: string }) {
  const uid = `${study.studyInstanceUID}/${series.number}`
  return {
    uid,
    attributes: {
      SpecificCharacterSet: 'ISO_IR 192',
      StudyDate: study.date,
      SeriesDate: study.date,
      ContentDate: study.date,
      StudyTime: '101500',
      SeriesTime: '101500',
      ContentTime: '101500',
      AccessionNumber: study.accessionNumber,
      Modality: study.modality,
      Manufacturer: 'StudyLink',
      InstitutionName: 'Sample Hospital',
      ReferringPhysicianName: 'REFERRER^SAMPLE',
      StudyDescription: study.description,
      SeriesDescription: series.description,
      PatientName: study.patient.patientName,
      PatientID: study.patient.patientId,
      PatientBirthDate: study.patient.birthDate,
      PatientSex: study.patient.sex,
      StudyInstanceUID: study.studyInstanceUID,
      StudyID: study.accessionNumber,
      SeriesInstanceUID: derivedUid(uid),
      SeriesNumber: series.number,
    },
  }
}

/** A square picture of grey values of 12 bits. */
export const greyAttributes = (size: number) => ({
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: size,
  Columns: size,
  BitsAllocated: 16,
  BitsStored: 12,
  HighBit: 11,
  PixelRepresentation: 0,
})
