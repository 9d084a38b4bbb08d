/**
 * What names a study to a person: raw DICOM values, as the host has them. Missing values are simply absent; the
 * UID alone shares the study.
 */
export interface StudyHead {
  studyInstanceUID: string
  /** PN: `Family^Given^Middle^Prefix^Suffix`. */
  patientName?: string | undefined
  patientId?: string | undefined
  /** DA: `19610312`. */
  patientBirthDate?: string | undefined
  /** DA: `20261123`. */
  studyDate?: string | undefined
  studyDescription?: string | undefined
  /** CS with `\` between values, or a list: `CT\SEG`, `['CT', 'SEG']`. */
  modalities?: string | readonly string[] | undefined
  accessionNumber?: string | undefined
}
