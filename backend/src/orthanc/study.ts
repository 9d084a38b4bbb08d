import type { Clinician } from '../identity/clinician.ts'
import type { StudyReference } from '../contract/index.ts'
import type { Result } from '../kernel/result.ts'

/** A study as Orthanc holds it now. Carries no patient name. */
export interface OrthancStudy {
  readonly orthancId: string
  readonly studyInstanceUID: string
  readonly labels: readonly string[]
}

export type VisibilityRefusal =
  /** Unknown, or not visible to this clinician: told alike, so that nobody can probe. */
  | { readonly reason: 'study-not-visible'; readonly index: number }
  /** The StudyInstanceUID stands for more than one Orthanc study. */
  | { readonly reason: 'study-ambiguous'; readonly index: number }
  | { readonly reason: 'orthanc-unavailable' }

/** Does the study exist, and may this clinician see it? All of them, or a refusal (DESIGN «A share's life», 2). */
export interface StudyVisibility {
  resolve(
    clinician: Clinician,
    authorization: string,
    references: readonly StudyReference[],
  ): Promise<Result<readonly OrthancStudy[], VisibilityRefusal>>
}

/** What shared studies are like now. Asked with the service's own rights when a guest opens. */
export interface StudyPresence {
  /** The studies, or undefined when one of them is no longer in the archive. */
  findAll(
    orthancIds: readonly string[],
  ): Promise<
    Result<readonly Pick<OrthancStudy, 'labels'>[] | undefined, { readonly reason: 'orthanc-unavailable' }>
  >
}
