import { z } from 'zod'

/** DICOM UI value representation (PS3.5 §6.2, §9.1): digits and dots, at most 64 characters. */
export const StudyInstanceUID = z
  .string()
  .regex(/^[0-9.]{1,64}$/, 'a StudyInstanceUID has digits and dots only, at most 64 characters')

/** Orthanc's own identifier of a resource: a SHA-1 in five groups of eight hexadecimal digits. */
export const OrthancId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/, 'an Orthanc ID is five groups of eight hexadecimal digits')

/** A study as a caller names it: by StudyInstanceUID or by Orthanc ID. */
export const StudyReference = z.union([
  z.strictObject({ studyInstanceUID: StudyInstanceUID }),
  z.strictObject({ orthancId: OrthancId }),
])
export type StudyReference = z.infer<typeof StudyReference>

export const MAX_STUDIES_PER_SHARE = 50
