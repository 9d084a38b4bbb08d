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
/** As many as a page of shares may name. */
export const MAX_STUDIES_PER_LOOKUP = 200

/**
 * `POST /share/api/studies/lookup`: what names studies to a person, with the caller's own rights. Unknown and
 * forbidden ones are absent alike. Values are raw DICOM; missing ones are absent.
 */
export const LookupStudiesRequest = z.strictObject({
  studies: z.array(StudyReference).min(1).max(MAX_STUDIES_PER_LOOKUP),
})
export type LookupStudiesRequest = z.infer<typeof LookupStudiesRequest>

export const StudyHead = z.object({
  studyInstanceUID: StudyInstanceUID,
  orthancId: OrthancId,
  /** PN: `Family^Given^Middle^Prefix^Suffix`. */
  patientName: z.string().optional(),
  patientId: z.string().optional(),
  /** DA: `19610312`. */
  patientBirthDate: z.string().optional(),
  /** DA: `20261123`. */
  studyDate: z.string().optional(),
  studyDescription: z.string().optional(),
  modalities: z.array(z.string()).optional(),
  accessionNumber: z.string().optional(),
})
export type StudyHead = z.infer<typeof StudyHead>

export const LookupStudiesResponse = z.object({ studies: z.array(StudyHead) })
export type LookupStudiesResponse = z.infer<typeof LookupStudiesResponse>
