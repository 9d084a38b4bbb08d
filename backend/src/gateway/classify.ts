import { DOWNLOAD_TOKEN_PREFIX } from '../tokens/grant.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Access, Classified, Method } from './access.ts'
import { classifyDicomWeb } from './dicomweb-routes.ts'
import { formatTarget, parseRawTarget, type RawTarget, type TargetRefusal } from './raw-target.ts'
import { classifyRest } from './rest-routes.ts'
import { classifySystem } from './system-routes.ts'

/** A request that was understood. */
export interface Understood {
  readonly access: Access
  /** GET (or HEAD): nothing changes. */
  readonly isRead: boolean
  /** Canonical path and query for Orthanc, without any token. */
  readonly target: string
  /** From `?token=` of a download link; nowhere else does an argument carry a token. */
  readonly argumentToken: string | undefined
}

export type ClassifyRefusal = TargetRefusal | { readonly reason: 'unknown-route' }

const METHODS: Readonly<Record<string, Method>> = {
  GET: 'GET',
  HEAD: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  DELETE: 'DELETE',
}

/** What does this request want? Pure. Doubt refuses: only what stands in the route tables is understood. */
export const classifyRequest = (
  originalMethod: string,
  rawTarget: string,
  prefix: string,
): Result<Understood, ClassifyRefusal> => {
  const method = Object.hasOwn(METHODS, originalMethod) ? METHODS[originalMethod] : undefined
  if (!method) return refuse({ reason: 'unknown-route' })
  const parsed = parseRawTarget(rawTarget, prefix)
  if (!parsed.ok) return parsed
  const { segments } = parsed.value
  const classified = classifyPath(method, segments)
  if (!classified) return refuse({ reason: 'unknown-route' })
  const { rest, argumentToken } = takeDownloadToken(method, parsed.value)
  for (const [name, value] of rest) {
    const rule = Object.hasOwn(classified.arguments, name) ? classified.arguments[name] : undefined
    if (!rule?.test(value)) return refuse({ reason: 'bad-target', why: 'unknown-argument' })
  }
  const target = formatTarget(segments, rest)
  return ok({ access: classified.access, isRead: method === 'GET', target, argumentToken })
}

const classifyPath = (method: Method, segments: readonly string[]): Classified | undefined =>
  segments[0] === 'dicom-web'
    ? classifyDicomWeb(method, segments.slice(1))
    : (classifyRest(method, segments) ?? classifySystem(method, segments))

/** A download is a plain link: its token travels as an argument, on `GET /studies/{id}/archive` only. */
const takeDownloadToken = (method: Method, { segments, arguments: args }: RawTarget) => {
  const token = args.get('token')
  const isDownload =
    method === 'GET' && segments.length === 3 && segments[0] === 'studies' && segments[2] === 'archive'
  if (!isDownload || !token?.startsWith(DOWNLOAD_TOKEN_PREFIX))
    return { rest: args, argumentToken: undefined }
  return { rest: new Map([...args].filter(([name]) => name !== 'token')), argumentToken: token }
}
