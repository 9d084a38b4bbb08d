import { randomBytes } from 'node:crypto'
import { basicAuthorization, type Credentials } from '../stack/part.ts'

/** The study that a test shares, by both of its names. */
export interface SharedStudy {
  readonly studyInstanceUID: string
  readonly study: string
}

export interface Answer {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

/** What is decided about a guest's token: by what the authorization plugin asks, and by the guard in front of Orthanc. */
export interface Decisions {
  readonly validate: 'granted' | 'refused' | number
  readonly guard: number
}

export interface ReplicaOptions {
  readonly credentials: Credentials
  readonly accessTokens: { readonly doctor: string; readonly admin: string }
  readonly study: SharedStudy
}

const SERVER_ID = 'studylink'

/** One of several backends, asked by its own address, as a balancer in front of them would. */
export const replicaAt = (url: () => string, { credentials, accessTokens, study }: ReplicaOptions) => {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url() + path, init)
    const text = await response.text()
    return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Answer['json']) }
  }
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const sharesAs =
    (who: keyof ReplicaOptions['accessTokens']) => (method: string, path: string, body?: unknown) =>
      send(method, `/share/api/shares${path}`, body, { Authorization: `Bearer ${accessTokens[who]}` })
  const asClinician = sharesAs('doctor')

  const open = (code: string, request: { readonly pin?: string; readonly from?: string } = {}) => {
    const { pin, from = '192.0.2.1' } = request
    const openId = randomBytes(16).toString('base64url')
    const body = { code, openId, ...(pin === undefined ? {} : { pin }) }
    return send('POST', '/share/api/guest/open', body, { 'X-Forwarded-For': from })
  }

  return {
    asClinician,
    asAdministrator: sharesAs('admin'),
    open,
    isReady: async () => (await fetch(`${url()}/readyz`)).ok,
    async share(rules: object = {}) {
      const studies = [{ studyInstanceUID: study.studyInstanceUID }]
      const { status, json } = await asClinician('POST', '', { studies, ...rules })
      if (status !== 201) throw new Error(`sharing was answered with ${status}`)
      const { shareId } = json['share'] as { shareId: string }
      return { shareId, code: new URL(String(json['url'])).hash.slice(1) }
    },
    /** What a guest's viewer carries after opening the link. */
    async tokenOf(code: string, pin?: string) {
      const { status, json } = await open(code, pin === undefined ? {} : { pin })
      if (status !== 200) throw new Error(`opening was answered with ${status}`)
      return new URLSearchParams(new URL(String(json['viewerUrl'])).hash.slice(1)).get('token') ?? ''
    },
    async decide(token: string): Promise<Decisions> {
      const Authorization = basicAuthorization(credentials)
      const [validated, guarded] = await Promise.all([
        send(
          'POST',
          '/tokens/validate',
          {
            level: 'study',
            method: 'get',
            'server-id': SERVER_ID,
            'token-key': 'token',
            'token-value': token,
            'dicom-uid': study.studyInstanceUID,
            'orthanc-id': study.study,
          },
          { Authorization },
        ),
        send('GET', '/gateway/authorize', undefined, {
          Authorization,
          'X-Original-Method': 'GET',
          'X-Original-URI': `/orthanc/dicom-web/studies/${study.studyInstanceUID}/metadata`,
          'X-Original-Authorization': `Bearer ${token}`,
        }),
      ])
      const { status, json } = validated
      return {
        validate: status === 200 ? (json['granted'] === true ? 'granted' : 'refused') : status,
        guard: guarded.status,
      }
    },
  }
}
export type Replica = ReturnType<typeof replicaAt>
