import type { RawRequest } from './raw-request.ts'

/** Names of what lies in the archive, as Orthanc and DICOM call it. */
export interface Ids {
  readonly study: string
  readonly series: string
  readonly instance: string
  readonly patient: string
  readonly studyInstanceUID: string
  readonly seriesInstanceUID: string
  readonly sopInstanceUID: string
}

export interface Attempt {
  readonly title: string
  readonly request: RawRequest
}

const json = [['Content-Type', 'application/json']] as const
const post = (target: string, body: unknown = {}): RawRequest => ({
  method: 'POST',
  target,
  headers: json,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** What a guest has to be able to do with the shared study. Targets are Orthanc's own, without the proxy's prefix. */
export const views = (own: Ids): readonly Attempt[] =>
  [
    `/studies/${own.study}`,
    `/studies/${own.study}/series`,
    `/series/${own.series}`,
    `/instances/${own.instance}/preview`,
    `/instances/${own.instance}/simplified-tags`,
    `/dicom-web/studies?StudyInstanceUID=${own.studyInstanceUID}`,
    `/dicom-web/studies/${own.studyInstanceUID}/series`,
    `/dicom-web/studies/${own.studyInstanceUID}/metadata`,
    `/dicom-web/studies/${own.studyInstanceUID}/series/${own.seriesInstanceUID}/metadata`,
    `/dicom-web/studies/${own.studyInstanceUID}/series/${own.seriesInstanceUID}/instances/${own.sopInstanceUID}/frames/1`,
    `/dicom-web/studies/${own.studyInstanceUID}/series/${own.seriesInstanceUID}/instances/${own.sopInstanceUID}/rendered`,
  ].map((target) => ({ title: `GET ${target}`, request: { target } }))

/** Whole files: for those whose link allows it. */
export const downloads = (own: Ids): readonly Attempt[] =>
  [
    `/studies/${own.study}/archive`,
    `/studies/${own.study}/media`,
    `/instances/${own.instance}/file`,
    `/instances/${own.instance}/attachments/dicom/data`,
    `/dicom-web/studies/${own.studyInstanceUID}`,
    `/dicom-web/studies/${own.studyInstanceUID}/series/${own.seriesInstanceUID}/instances/${own.sopInstanceUID}`,
  ].map((target) => ({ title: `GET ${target}`, request: { target } }))

/** What no guest may do, whatever the link allows: everything that changes, and everything of other studies. */
export const forbidden = (own: Ids, other: Ids, file: Buffer): readonly Attempt[] => {
  const requests: readonly RawRequest[] = [
    { method: 'DELETE', target: `/studies/${own.study}` },
    { method: 'DELETE', target: `/series/${own.series}` },
    { method: 'DELETE', target: `/instances/${own.instance}` },
    { method: 'PUT', target: `/studies/${own.study}/labels/stolen` },
    { method: 'DELETE', target: `/studies/${own.study}/labels/external` },
    { method: 'PUT', target: `/studies/${own.study}/metadata/1024`, body: 'x' },
    post(`/studies/${own.study}/anonymize`, { Force: true }),
    post(`/studies/${own.study}/modify`, { Replace: { StudyDescription: 'x' } }),
    post(`/studies/${own.study}/merge`, { Resources: [other.study] }),
    post(`/studies/${own.study}/split`, { Series: [own.series] }),
    post(`/studies/${own.study}/archive`, {}),
    post(`/instances/${own.instance}/modify`, {}),
    { method: 'POST', target: '/instances', body: file },
    {
      method: 'POST',
      target: `/dicom-web/studies/${own.studyInstanceUID}`,
      headers: [['Content-Type', 'multipart/related; type="application/dicom"; boundary=x']],
      body: Buffer.concat([
        Buffer.from('--x\r\nContent-Type: application/dicom\r\n\r\n'),
        file,
        Buffer.from('\r\n--x--'),
      ]),
    },
    { target: `/tools/create-archive?resources=${own.study},${own.patient}` },
    post('/tools/create-archive', { Resources: [own.study, own.patient] }),
    { target: `/tools/create-media?resources=${own.study},${own.patient}` },
    { target: `/tools/create-media-extended?resources=${own.study},${own.patient}` },
    { target: `/studies/${own.study}/patient` },
    { target: `/series/${own.series}/patient` },
    { target: `/instances/${own.instance}/patient` },
    { method: 'POST', target: '/tools/bulk-delete', body: JSON.stringify({ Resources: [own.study] }) },
    post('/tools/execute-script', 'print(1)'),
    post('/tools/shutdown', ''),
    post('/tools/reset', ''),
    { method: 'PUT', target: '/tools/log-level', body: 'verbose' },
  ]
  return requests.map((request) => ({ title: `${request.method ?? 'GET'} ${request.target}`, request }))
}

/** Reads that name another study, or all: refused by whoever knows what the token opens. */
export const otherStudies = (own: Ids, other: Ids): readonly Attempt[] =>
  [
    `/studies/${other.study}`,
    `/series/${other.series}`,
    `/instances/${other.instance}/preview`,
    `/dicom-web/studies/${other.studyInstanceUID}/metadata`,
    `/dicom-web/studies/${other.studyInstanceUID}/series`,
    `/patients/${own.patient}`,
    `/patients/${own.patient}/studies`,
    '/studies',
    '/patients',
    '/changes',
    '/statistics',
    '/jobs',
  ].map((target) => ({ title: `GET ${target}`, request: { target } }))

/** Other ways to write the same request: of a path to another study, or of a change. Refused, or nothing is there. */
export const tricks = (own: Ids, other: Ids): readonly Attempt[] => [
  ...[
    `/studies/${own.study}/../${other.study}`,
    `/studies/${own.study}/%2e%2e/${other.study}`,
    `/studies/${own.study}/.%2e/${other.study}`,
    `/studies/${own.study}/..;/${other.study}`,
    `/studies/${own.study}/..\\${other.study}`,
    `/studies/${own.study}%2f..%2f${other.study}`,
    `/studies/${own.study}%252f..%252f${other.study}`,
    `//studies/${other.study}`,
    `/studies//${other.study}`,
    `/./studies/${other.study}`,
    `/studies/${other.study}%00`,
    `/studies/${other.study}/`,
    `/%73tudies/${other.study}`,
    `/tools/create%2darchive?resources=${own.study},${own.patient}`,
    `/tools//create-archive?resources=${own.study},${own.patient}`,
    `/tools/create-archive/?resources=${own.study},${own.patient}`,
    `/studies/${own.study}/%70atient`,
    `/studies/${own.study}//patient`,
    `/studies/${own.study}?_method=DELETE`,
    `/studies/${own.study}?%5fmethod=DELETE`,
    `/dicom-web/studies/${own.studyInstanceUID}/../${other.studyInstanceUID}/metadata`,
    `/dicom-web/studies/${own.studyInstanceUID}%5c${other.studyInstanceUID}/metadata`,
    `/dicom-web/studies/%2e/${other.studyInstanceUID}/metadata`,
  ].map((target) => ({ title: `GET ${target}`, request: { target } })),
  {
    title: 'a method in a header',
    request: {
      method: 'POST',
      target: `/studies/${own.study}`,
      headers: [['X-HTTP-Method-Override', 'DELETE']],
    },
  },
  { title: 'HTTP/1.0', request: { target: `/studies/${other.study}`, version: '1.0' } },
  {
    title: 'an upgrade to WebSocket',
    request: {
      target: `/studies/${other.study}`,
      headers: [
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Version', '13'],
        ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
      ],
    },
  },
  {
    title: 'a very long header',
    request: { target: `/studies/${other.study}`, headers: [['X-Long', 'a'.repeat(70_000)]] },
  },
  {
    title: 'an unknown method',
    request: { method: 'PROPFIND', target: `/studies/${own.study}` },
  },
]
