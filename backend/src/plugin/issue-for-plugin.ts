import { MAX_STUDIES_PER_SHARE } from '../contract/index.ts'
import { type Result, ok, refuse } from '../kernel/result.ts'
import type { OrthancStudy } from '../orthanc/study.ts'
import { decideLabels, decidePin, type LabelRefusal, type PinRefusal } from '../shares/policy.ts'
import { type IssueDeps, type IssuedToken, type IssueRefusal, issueToken } from './issue-token.ts'
import { type NamedStudiesRefusal, type StudyLookup, readNamedStudies } from './named-studies.ts'
import { parseTokenType } from './token-types.ts'
import type { CreateTokenRequest } from './wire.ts'

export interface PluginIssueDeps extends IssueDeps {
  /** `NEVER_SHARED_LABELS` */
  readonly neverSharedLabels: readonly string[]
}

export type PluginIssueRefusal =
  | IssueRefusal
  | PinRefusal
  | LabelRefusal
  /** There are labels that never leave, and no archive to ask who has one. */
  | { readonly reason: 'labels-unknown' }

/**
 * What `PUT /tokens/{type}` asks for, for somebody whom the plugin does not name: its links obey the policy as
 * everybody's do. Instant links are no links to pass on: they open the asker's own viewer.
 */
export const issueForPlugin = async (
  deps: PluginIssueDeps,
  typeName: string,
  request: CreateTokenRequest,
): Promise<Result<IssuedToken, PluginIssueRefusal>> => {
  if (parseTokenType(typeName)?.kind !== 'publication') return issueToken(deps, typeName, request)
  // The plugin has no field for a PIN.
  const withoutPin = decidePin(null, deps.policy)
  if (!withoutPin.ok) return withoutPin
  if (deps.neverSharedLabels.length === 0) return issueToken(deps, typeName, request)
  if (!deps.lookup) return refuse({ reason: 'labels-unknown' })
  const studies = await findAll(deps.lookup, request.resources)
  if (!studies.ok) return studies
  const sharable = decideLabels(studies.value, deps.neverSharedLabels)
  if (!sharable.ok) return sharable
  const resources = studies.value.map(({ studyInstanceUID, orthancId }) => ({
    level: 'study',
    'dicom-uid': studyInstanceUID,
    'orthanc-id': orthancId,
  }))
  return issueToken(deps, typeName, { ...request, resources })
}

/**
 * The named studies as the archive has them. Found by their UID, which has to be one study's only, and its Orthanc ID
 * has to be the one that was named: a link that names two studies by one id each would open both.
 */
const findAll = async (
  lookup: StudyLookup,
  resources: CreateTokenRequest['resources'],
): Promise<Result<readonly OrthancStudy[], NamedStudiesRefusal>> => {
  const named = await readNamedStudies(resources, MAX_STUDIES_PER_SHARE, lookup)
  if (!named.ok) return named
  const studies: OrthancStudy[] = []
  const answers = await Promise.all(
    named.value.map(({ studyInstanceUID }) => lookup.find({ studyInstanceUID })),
  )
  for (const [index, found] of answers.entries()) {
    if (!found.ok) return found
    if (found.value.orthancId !== named.value[index]?.orthancId)
      return refuse({ reason: 'study-not-visible' })
    studies.push(found.value)
  }
  return ok(studies)
}
