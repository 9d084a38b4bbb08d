import type { Permission } from '../identity/clinician.ts'
import type { Access, ArgumentRules, Classified, Method } from './access.ts'
import * as rules from './arguments.ts'

interface SystemRule {
  readonly method: Method
  /** The whole path, without its first slash. */
  readonly path: RegExp
  /** One of these; empty: being signed in is enough. */
  readonly permissions: readonly Permission[]
  /** `archive`: it names or tells of any study, so only for those who see all. */
  readonly scope: Access['scope']
  readonly arguments?: ArgumentRules
}

const jobs = ['send', 'modify', 'anonymize', 'download', 'q-r-remote-modalities'] as const
const partners = ['send', 'q-r-remote-modalities'] as const

/** Orthanc's routes that belong to no resource, after the default table of its authorization plugin. */
const table: readonly SystemRule[] = [
  { method: 'GET', path: /^system$/, permissions: [], scope: 'service' },
  { method: 'GET', path: /^plugins(?:\/[a-z0-9-]{1,64})?$/, permissions: ['view'], scope: 'service' },
  {
    method: 'GET',
    path: /^tools\/(?:now|now-local|generate-uid)$/,
    permissions: ['view'],
    scope: 'service',
  },
  // The labels' names tell what others keep apart.
  { method: 'GET', path: /^tools\/labels$/, permissions: ['view'], scope: 'archive' },
  {
    method: 'GET',
    path: /^(?:patients|studies|series|instances|changes|statistics)$/,
    permissions: ['view'],
    scope: 'archive',
    arguments: rules.restListing,
  },
  {
    method: 'POST',
    path: /^tools\/(?:count-resources|bulk-content)$/,
    permissions: ['view'],
    scope: 'archive',
  },
  {
    method: 'POST',
    path: /^tools\/create-(?:archive|media|media-extended)$/,
    permissions: ['download'],
    scope: 'archive',
  },
  { method: 'POST', path: /^instances$/, permissions: ['upload'], scope: 'service' },
  { method: 'POST', path: /^tools\/bulk-delete$/, permissions: ['delete'], scope: 'archive' },
  { method: 'POST', path: /^tools\/bulk-modify$/, permissions: ['modify'], scope: 'archive' },
  { method: 'POST', path: /^tools\/bulk-anonymize$/, permissions: ['anonymize'], scope: 'archive' },
  // A job's content names the resources it works on and an archive lies in its output.
  { method: 'GET', path: /^jobs\/[0-9a-f-]{36}(?:\/archive)?$/, permissions: jobs, scope: 'archive' },
  {
    method: 'GET',
    path: /^(?:peers|modalities)$/,
    permissions: partners,
    scope: 'service',
    arguments: rules.restListing,
  },
  {
    method: 'POST',
    path: /^(?:peers|modalities)\/[A-Za-z0-9_-]{1,64}\/store$/,
    permissions: ['send'],
    scope: 'archive',
  },
  {
    method: 'POST',
    path: /^modalities\/[A-Za-z0-9_-]{1,64}\/echo$/,
    permissions: partners,
    scope: 'service',
  },
  {
    method: 'POST',
    path: /^modalities\/[A-Za-z0-9_-]{1,64}\/(?:query|find|move)$/,
    permissions: ['q-r-remote-modalities'],
    scope: 'service',
  },
  {
    method: 'GET',
    path: /^queries\/[0-9a-f-]{36}\/answers(?:\/[0-9]{1,6}\/content)?$/,
    permissions: ['q-r-remote-modalities'],
    scope: 'service',
    arguments: rules.restTags,
  },
  {
    method: 'GET',
    path: /^tools\/(?:log-level|metrics)(?:-[a-z]{1,16})?$/,
    permissions: ['settings'],
    scope: 'service',
  },
  { method: 'PUT', path: /^tools\/log-level(?:-[a-z]{1,16})?$/, permissions: ['settings'], scope: 'service' },
  {
    method: 'GET',
    path: /^auth\/settings\/(?:roles|permissions)$/,
    permissions: ['admin-permissions'],
    scope: 'service',
  },
  { method: 'PUT', path: /^auth\/settings\/roles$/, permissions: ['admin-permissions'], scope: 'service' },
]

/** Routes of the server itself; undefined: no such route, also for administrators (`/tools/execute-script`, …). */
export const classifySystem = (method: Method, segments: readonly string[]): Classified | undefined => {
  const path = segments.join('/')
  const rule = table.find((one) => one.method === method && one.path.test(path))
  if (!rule) return undefined
  return {
    access: { scope: rule.scope, permissions: rule.permissions, guest: 'never' },
    arguments: rule.arguments ?? rules.none,
  }
}
