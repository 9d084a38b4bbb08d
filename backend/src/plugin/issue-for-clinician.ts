import type { StudyReference } from '../contract/index.ts'
import { MAX_STUDIES_PER_SHARE, OrthancId, StudyInstanceUID } from '../contract/index.ts'
import { hasPermission, type Clinician, type Permission } from '../identity/clinician.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import type { OrthancStudy, StudyVisibility, VisibilityRefusal } from '../orthanc/study.ts'
import { type IssueDeps, type IssuedToken, type IssueRefusal, issueToken } from './issue-token.ts'
import { decideLabels, decidePin, type LabelRefusal, type PinRefusal } from '../shares/policy.ts'
import type { BadRequest } from './requested-end.ts'
import { type TokenType, parseTokenType } from './token-types.ts'
import type { CreateTokenRequest } from './wire.ts'

export interface ClinicianIssueDeps extends IssueDeps {
  readonly visibility: StudyVisibility
  /** `NEVER_SHARED_LABELS` */
  readonly neverSharedLabels: readonly string[]
}

export type ClinicianIssueRefusal =
  | IssueRefusal
  | VisibilityRefusal
  | PinRefusal
  | LabelRefusal
  | { readonly reason: 'may-not'; readonly permission: Permission }

/** What the authorization plugin asks for in front of its own route. */
const permissionFor = (type: TokenType): Permission => {
  switch (type.kind) {
    case 'publication':
      return 'share'
    case 'instant':
      return type.download ? 'download' : 'view'
    case 'meddream-instant':
      return 'view'
  }
}

/**
 * What `PUT /auth/tokens/{type}` asks for, for a clinician whom we know: checked as their own share would be, and theirs.
 *
 * @param authorization the clinician's token as an `Authorization` header: visibility is asked with it
 */
export const issueForClinician = async (
  deps: ClinicianIssueDeps,
  clinician: Clinician,
  authorization: string,
  typeName: string,
  request: CreateTokenRequest,
): Promise<Result<IssuedToken, ClinicianIssueRefusal>> => {
  const type = parseTokenType(typeName)
  if (!type)
    return refuse({ reason: 'invalid-request', field: 'type', detail: 'there is no such type of token' })
  const permission = permissionFor(type)
  if (!hasPermission(clinician, permission)) return refuse({ reason: 'may-not', permission })
  if (type.kind === 'publication') {
    // OE2 has no field for a PIN.
    const withoutPin = decidePin(null, deps.policy)
    if (!withoutPin.ok) return withoutPin
  }
  const references = referencesOf(request.resources)
  if (!references.ok) return references
  const visible = await deps.visibility.resolve(clinician, authorization, references.value)
  if (!visible.ok) return visible
  if (type.kind === 'publication') {
    const sharable = decideLabels(visible.value, deps.neverSharedLabels)
    if (!sharable.ok) return sharable
  }
  const strange = visible.value.findIndex((study, index) => !isSame(study, request.resources[index]))
  if (strange >= 0) return refuse({ reason: 'study-not-visible', index: strange })
  const resources = visible.value.map(({ studyInstanceUID, orthancId }) => ({
    level: 'study',
    'dicom-uid': studyInstanceUID,
    'orthanc-id': orthancId,
  }))
  return issueToken(
    deps,
    typeName,
    { ...request, resources },
    {
      ownerIss: clinician.iss,
      ownerSub: clinician.sub,
      createdBy: clinician.name,
      mayDownload: hasPermission(clinician, 'download'),
    },
  )
}

const referencesOf = (
  resources: CreateTokenRequest['resources'],
): Result<readonly StudyReference[], BadRequest> => {
  if (resources.length > MAX_STUDIES_PER_SHARE)
    return bad('Resources', `has more than ${MAX_STUDIES_PER_SHARE} entries`)
  const references: StudyReference[] = []
  for (const [index, { level, 'orthanc-id': orthancId, 'dicom-uid': uid }] of resources.entries()) {
    const at = `Resources.${index}`
    if (level.toLowerCase() !== 'study') return bad(`${at}.Level`, 'only studies can be opened by a token')
    if (orthancId && !OrthancId.safeParse(orthancId).success)
      return bad(`${at}.OrthancId`, 'is no Orthanc ID')
    if (uid && !StudyInstanceUID.safeParse(uid).success)
      return bad(`${at}.DicomUid`, 'is no StudyInstanceUID')
    if (orthancId) references.push({ orthancId })
    else if (uid) references.push({ studyInstanceUID: uid })
    else return bad(at, 'a study needs its OrthancId or its DicomUid')
  }
  return ok(references)
}

/** Both of its ids, when both are said, must be the study's: else the link would open another than the one seen. */
const isSame = (study: OrthancStudy, asked: CreateTokenRequest['resources'][number] | undefined): boolean =>
  !asked?.['dicom-uid'] || asked['dicom-uid'] === study.studyInstanceUID

const bad = (field: string, detail: string) => refuse({ reason: 'invalid-request', field, detail })
