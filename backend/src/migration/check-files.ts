import { existsSync, readFileSync } from 'node:fs'
import { PermissionsFileError, parsePermissions, readAnonymousProfile } from '../identity/index.ts'
import type { Finding } from './finding.ts'

/** What the authorization plugin, Orthanc Explorer 2 and this service know. */
const KNOWN_PERMISSIONS: ReadonlySet<string> = new Set([
  'all',
  'view',
  'download',
  'share',
  'upload',
  'send',
  'modify',
  'anonymize',
  'delete',
  'edit-labels',
  'q-r-remote-modalities',
  'settings',
  'api-view',
  'admin-permissions',
])

const notHere = (subject: string, option: string): readonly Finding[] => [
  { verdict: 'differs', subject, text: `the file is not on this machine: name it by ${option}` },
]

/**
 * Says of every role what it may do here, and what of it is not known.
 * @param path undefined: none is named, and the usual roles hold
 */
export const checkPermissions = (path: string | undefined): readonly Finding[] => {
  if (path === undefined)
    return [
      {
        verdict: 'differs',
        subject: 'permissions',
        text: 'no file is named (--permissions): without one the roles are those of the Python service’s image',
      },
    ]
  if (!existsSync(path)) return notHere('permissions', '--permissions')
  let document: ReturnType<typeof parsePermissions>
  try {
    document = parsePermissions(readFileSync(path, 'utf8'), path)
  } catch (error) {
    const why = error instanceof PermissionsFileError ? error.message : `${path}: cannot be read`
    return [{ verdict: 'to do', subject: 'permissions', text: why }]
  }
  const roles = Object.entries(document.roles)
  const findings = roles.flatMap(([role, rights]): Finding[] => {
    const unknown = rights.permissions.filter((permission) => !KNOWN_PERMISSIONS.has(permission))
    const labels = rights['authorized-labels']
    const sees = labels.includes('*')
      ? 'every study'
      : labels.length > 0
        ? `studies labelled ${labels.join(', ')}`
        : 'no study: authorized-labels is empty'
    return [
      {
        verdict: 'stays',
        subject: `role ${role}`,
        text: `sees ${sees}; may ${rights.permissions.join(', ') || 'nothing'}`,
      },
      ...unknown.map((permission): Finding => ({
        verdict: 'differs',
        subject: `role ${role}`,
        text: `${permission} is handed on to Orthanc Explorer 2, nothing here depends on it`,
      })),
    ]
  })
  const mayShare = roles.some(([, { permissions }]) =>
    permissions.some((one) => one === 'share' || one === 'all'),
  )
  return mayShare
    ? findings
    : [
        ...findings,
        { verdict: 'to do', subject: 'permissions', text: 'no role has «share»: nobody makes links' },
      ]
}

const UPLOAD_NOTE =
  'the one of the Python service’s image lets anybody upload, unless you mounted another over it'

/** @param path undefined: none is named, and the one that ships with the service holds */
export const checkAnonymousProfile = (path: string | undefined): readonly Finding[] => {
  const subject = 'anonymous profile'
  if (path === undefined)
    return [{ verdict: 'differs', subject, text: `callers without a token may do nothing; ${UPLOAD_NOTE}` }]
  if (!existsSync(path)) return notHere(subject, '--anonymous-profile')
  try {
    const { permissions, authorizedLabels } = readAnonymousProfile(path)
    if (permissions.length === 0 && authorizedLabels.length === 0)
      return [{ verdict: 'stays', subject, text: 'callers without a token may do nothing' }]
    return [
      {
        verdict: 'differs',
        subject,
        text:
          `anybody, without a token, may ${permissions.join(', ') || 'nothing'} with ` +
          `${authorizedLabels.join(', ') || 'no labels'}: is that meant? Guests with a link never get it here`,
      },
    ]
  } catch (error) {
    const why = error instanceof Error && !('code' in error) ? error.message : `${path}: cannot be read`
    return [{ verdict: 'to do', subject, text: why }]
  }
}
