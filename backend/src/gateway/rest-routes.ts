import { OrthancId } from '../contract/index.ts'
import type { Permission } from '../identity/clinician.ts'
import type { Access, ArgumentRules, Classified, GuestUse, Method, RestLevel } from './access.ts'
import * as rules from './arguments.ts'

interface RestRule {
  readonly method: Method
  readonly levels: readonly RestLevel[]
  /** What follows `/{level}/{id}`, without its first slash. */
  readonly rest: RegExp
  readonly permission: Permission
  readonly guest: GuestUse
  readonly arguments?: ArgumentRules
  readonly scope?: Access['scope']
}

const levels: readonly RestLevel[] = ['patients', 'studies', 'series', 'instances']
const belowPatient: readonly RestLevel[] = ['studies', 'series', 'instances']
const containers: readonly RestLevel[] = ['patients', 'studies', 'series']
const instances: readonly RestLevel[] = ['instances']
const viewed = { method: 'GET', permission: 'view', guest: 'view' } as const
const downloaded = { method: 'GET', permission: 'download', guest: 'download' } as const

/**
 * Orthanc's REST API on one resource, after the default table of its authorization plugin. What stands in no row is
 * refused to everybody. `/patient` names sibling studies: never for guests.
 */
const table: readonly RestRule[] = [
  { ...viewed, levels, rest: /^$/, arguments: rules.restTags },
  { ...viewed, levels, rest: /^(?:studies|series|instances)$/, arguments: rules.restListing },
  { ...viewed, levels: ['series', 'instances'], rest: /^(?:study|series)$/, arguments: rules.restTags },
  {
    ...viewed,
    levels: belowPatient,
    rest: /^patient$/,
    guest: 'never',
    scope: 'patient',
    arguments: rules.restTags,
  },
  { ...viewed, levels, rest: /^(?:shared-tags|module|statistics)$/, arguments: rules.restTags },
  { ...viewed, levels: ['studies'], rest: /^module-patient$/, arguments: rules.restTags },
  { ...viewed, levels: containers, rest: /^instances-tags$/, arguments: rules.restTags },
  { ...viewed, levels: ['series'], rest: /^ordered-slices$/ },
  { ...viewed, levels: instances, rest: /^(?:tags|simplified-tags|header)$/, arguments: rules.restTags },
  {
    ...viewed,
    levels: instances,
    rest: /^(?:preview|rendered|image-u?int(?:8|16))$/,
    arguments: rules.restImage,
  },
  { ...viewed, levels: instances, rest: /^frames$/ },
  {
    ...viewed,
    levels: instances,
    rest: /^frames\/[0-9]{1,7}\/(?:preview|rendered|image-u?int(?:8|16))$/,
    arguments: rules.restImage,
  },
  // What somebody wrote on the resource is not the study's own data: labels and metadata stay inside.
  {
    ...viewed,
    levels,
    rest: /^(?:labels|metadata)(?:\/[A-Za-z0-9_-]{1,64})?$/,
    guest: 'never',
    arguments: rules.restTags,
  },
  { ...downloaded, levels: containers, rest: /^(?:archive|media)$/, arguments: rules.restArchive },
  { ...downloaded, levels: instances, rest: /^(?:file|pdf|numpy)$/ },
  { ...downloaded, levels: instances, rest: /^frames\/[0-9]{1,7}\/(?:raw|raw\.gz|numpy)$/ },
  { ...downloaded, levels, rest: /^attachments(?:\/[A-Za-z0-9_-]{1,64}(?:\/[a-z0-9-]{1,32})?)?$/ },
  { method: 'POST', levels: containers, rest: /^(?:archive|media)$/, permission: 'download', guest: 'never' },
  ...(['PUT', 'DELETE'] as const).map((method) => ({
    method,
    levels,
    rest: /^labels\/[A-Za-z0-9_-]{1,64}$/,
    permission: 'edit-labels',
    guest: 'never' as const,
  })),
  { method: 'POST', levels, rest: /^modify$/, permission: 'modify', guest: 'never' },
  { method: 'POST', levels: ['studies'], rest: /^split$/, permission: 'modify', guest: 'never' },
  // Its body names other studies, which become readable: only for those who see all.
  {
    method: 'POST',
    levels: ['studies'],
    rest: /^merge$/,
    permission: 'modify',
    guest: 'never',
    scope: 'archive',
  },
  { method: 'POST', levels, rest: /^anonymize$/, permission: 'anonymize', guest: 'never' },
  { method: 'DELETE', levels, rest: /^$/, permission: 'delete', guest: 'never' },
]

const isLevel = (text: string | undefined): text is RestLevel => levels.some((level) => level === text)

/** `/{patients|studies|series|instances}/{id}/…`; undefined: no such route. */
export const classifyRest = (method: Method, segments: readonly string[]): Classified | undefined => {
  const [level, orthancId, ...rest] = segments
  if (!isLevel(level) || !OrthancId.safeParse(orthancId).success || orthancId === undefined) return undefined
  const below = rest.join('/')
  const rule = table.find(
    (one) => one.method === method && one.levels.includes(level) && one.rest.test(below),
  )
  if (!rule) return undefined
  return {
    access: {
      scope: rule.scope ?? (level === 'patients' ? 'patient' : 'study'),
      study: { by: 'orthancId', level, orthancId },
      permissions: [rule.permission],
      guest: level === 'patients' ? 'never' : rule.guest,
    },
    arguments: rule.arguments ?? rules.none,
  }
}
