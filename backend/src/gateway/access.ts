import type { Permission } from '../identity/clinician.ts'

/** How a request names the study (or the patient) whose data it reaches. */
export type StudyLocator =
  | { readonly by: 'uid'; readonly studyInstanceUID: string }
  | { readonly by: 'orthancId'; readonly level: RestLevel; readonly orthancId: string }

export type RestLevel = 'patients' | 'studies' | 'series' | 'instances'

/** What a guest needs for it: any resource token, one with download, or nothing helps. */
export type GuestUse = 'view' | 'download' | 'never'

/** What a request would do, in the words in which it is decided. */
export interface Access {
  /**
   * `study`: data of one study. `patient`: of every study of that study's patient. `archive`: of any study, so only
   * for those who see all. `service`: of none.
   */
  readonly scope: 'study' | 'patient' | 'archive' | 'service'
  /** With scope `study` and `patient`. */
  readonly study?: StudyLocator
  /** A clinician needs one of these (`all` is each of them). Empty: being signed in is enough. */
  readonly permissions: readonly Permission[]
  readonly guest: GuestUse
}

/** Argument → what its value must match. What is not listed is refused: Orthanc obeys `_method=DELETE` on a GET. */
export type ArgumentRules = Readonly<Record<string, RegExp>>

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Classified {
  readonly access: Access
  readonly arguments: ArgumentRules
}
