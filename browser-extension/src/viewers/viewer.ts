import type { StudyReference } from '@studylink/backend/contract'

/** A study as a viewer's address names it; some name only a part of it, or a file that tells. */
export type StudyTrace =
  | StudyReference
  /** A series or an instance: the Orthanc under `orthancRoot` knows its study. */
  | { partOfStudy: 'series' | 'instances'; orthancId: string; orthancRoot: string }
  /** A DICOM JSON manifest that lists the studies. */
  | { dicomJsonUrl: string }

/** One viewer: its name, and what its addresses say. No I/O. */
export interface Viewer {
  readonly id: string
  readonly name: string
  /** The studies that the address names; none when it is not this viewer's, or names none. */
  recognise(url: URL): StudyTrace[]
}
