import type { RawRequest } from './raw-request.ts'

/** Names of what lies in the archive, as Orthanc and DICOM call it. */
export interface Ids {
  readonly study: string
  readonly series: string
  readonly instance: string
  readonly patient: string
  readonly patientId: string
  readonly studyInstanceUID: string
  readonly seriesInstanceUID: string
  readonly sopInstanceUID: string
}

/** Targets are Orthanc's own, without the proxy's prefix. */
export interface Attempt {
  readonly title: string
  readonly request: RawRequest
}

export const attempt = (request: RawRequest): Attempt => ({
  title: `${request.method ?? 'GET'} ${request.target}`,
  request,
})
export const reads = (targets: readonly string[]): readonly Attempt[] =>
  targets.map((target) => attempt({ target }))

const json = [['Content-Type', 'application/json']] as const
export const post = (target: string, body: unknown = {}): RawRequest => ({
  method: 'POST',
  target,
  headers: json,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** The shared series and one of its instances, in DICOMweb. */
export const wado = ({ studyInstanceUID, seriesInstanceUID, sopInstanceUID }: Ids) => {
  const study = `/dicom-web/studies/${studyInstanceUID}`
  const series = `${study}/series/${seriesInstanceUID}`
  return { study, series, instance: `${series}/instances/${sopInstanceUID}` }
}
