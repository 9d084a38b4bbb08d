import { attempt, reads, wado, type Attempt, type Ids } from './attempts.ts'

/** Other ways to write a request that leads to a patient's other studies, or changes something. */
export const disguisedWrites = (own: Ids): readonly Attempt[] => {
  const siblings = `resources=${own.study},${own.patient}`
  return [
    ...reads([
      `/tools/create%2darchive?${siblings}`,
      `/tools//create-archive?${siblings}`,
      `//tools/create-archive?${siblings}`,
      `/tools/create-archive/?${siblings}`,
      `/tools/./create-archive?${siblings}`,
      `/x/../tools/create-archive?${siblings}`,
      `/TOOLS/CREATE-ARCHIVE?${siblings}`,
      `/tools/create-archive;x?${siblings}`,
      `/studies/${own.study}/%70atient`,
      `/studies/${own.study}/PATIENT`,
      `/studies/${own.study}//patient`,
      `/studies/${own.study}/patient/`,
      `/studies/${own.study}/../${own.study}/patient`,
      `/studies/${own.study}?_method=DELETE`,
      `/studies/${own.study}?x&_method=DELETE`,
    ]),
    {
      title: 'a method in a header',
      request: {
        method: 'POST',
        target: `/studies/${own.study}`,
        headers: [['X-HTTP-Method-Override', 'DELETE']],
      },
    },
    { title: 'a method in lower case', request: { method: 'delete', target: `/studies/${own.study}` } },
    attempt({ method: 'PROPFIND', target: `/studies/${own.study}` }),
    attempt({ method: 'PATCH', target: `/studies/${own.study}` }),
    attempt({ method: 'TRACE', target: `/studies/${own.study}` }),
    attempt({ method: 'CONNECT', target: `/studies/${own.study}` }),
  ]
}

/** Other ways to write a request for another study. Refused, or nothing is there. */
export const disguisedReads = (own: Ids, other: Ids): readonly Attempt[] => {
  const named = (title: string, headers: readonly (readonly [string, string])[], version?: '1.0') => ({
    title,
    request: { target: `/studies/${other.study}`, headers, ...(version ? { version } : {}) },
  })
  return [
    ...reads([
      `/studies/${own.study}/../${other.study}`,
      `/studies/${own.study}/%2e%2e/${other.study}`,
      `/studies/${own.study}/.%2e/${other.study}`,
      `/studies/${own.study}/..;/${other.study}`,
      `/studies/${own.study}/..\\${other.study}`,
      `/studies/${own.study}%2f..%2f${other.study}`,
      `/studies/${own.study}%252f..%252f${other.study}`,
      `/studies/${own.study}/%c0%ae%c0%ae/${other.study}`,
      `//studies/${other.study}`,
      `/studies//${other.study}`,
      `/./studies/${other.study}`,
      `/studies/${other.study}%00`,
      `/studies/${other.study}%20`,
      `/studies/${other.study}#${own.study}`,
      `/studies/${other.study}/`,
      `/%73tudies/${other.study}`,
      `/STUDIES/${other.study}`,
      `/studies/${other.study}?${own.study}`,
      `/studies/${other.study.toUpperCase()}`,
      `${wado(own).study}/../${other.studyInstanceUID}/metadata`,
      `${wado(own).study}%5c${other.studyInstanceUID}/metadata`,
      `${wado(own).study},${other.studyInstanceUID}/metadata`,
      `/dicom-web/studies/%2e/${other.studyInstanceUID}/metadata`,
      `/dicom-web/studies/${other.studyInstanceUID}/metadata?StudyInstanceUID=${own.studyInstanceUID}`,
    ]),
    named('HTTP/1.0', [], '1.0'),
    named('an upgrade to WebSocket', [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ]),
    named('an upgrade to WebSocket in capitals', [['UPGRADE', 'WebSocket, h2c']]),
    named('an upgrade to HTTP/2', [
      ['Upgrade', 'h2c'],
      ['HTTP2-Settings', 'AAMAAABkAAQCAAAAAAIAAAAA'],
    ]),
    named('a very long header', [['X-Long', 'a'.repeat(70_000)]]),
    named('a very long token besides', [['Token', 'a'.repeat(15_000)]]),
    named(
      'many headers',
      Array.from({ length: 500 }, (_, index) => [`X-${index}`, 'a'] as const),
    ),
    named('another place in headers', [
      ['X-Original-URI', `/orthanc/studies/${own.study}`],
      ['X-Rewrite-URL', `/orthanc/studies/${own.study}`],
      ['X-StudyLink-Target', `/studies/${other.study}`],
    ]),
    named('two lengths', [
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '5'],
    ]),
    named('a second host', [['Host', '127.0.0.1']]),
  ]
}
