import type { ApiKeys } from '../identity/api-keys.ts'
import type { Clinician, Identity } from '../identity/clinician.ts'
import { ok, refuse } from '../kernel/result.ts'
import { createOrthancClient } from '../orthanc/client.ts'
import { createStandInOrthanc, idsOf, SERVICE, type StandInStudy } from '../orthanc/stand-in-orthanc.ts'
import { createInnerAuth } from '../http/inner-auth.ts'
import {
  DOWNLOAD_TOKEN_PREFIX,
  type GrantRefusal,
  type ResourceGrant,
  type ResourceTokens,
  VIEW_TOKEN_PREFIX,
} from '../tokens/grant.ts'
import { createGatewayRoutes } from './routes.ts'

export const own: StandInStudy = { studyInstanceUID: '1.2.1', patientID: 'P1', labels: ['external'] }
export const sibling: StandInStudy = { studyInstanceUID: '1.2.2', patientID: 'P1' }
export const second: StandInStudy = { studyInstanceUID: '1.2.3', patientID: 'P2', labels: ['external', 'x'] }
export const stranger: StandInStudy = { studyInstanceUID: '1.2.4', patientID: 'P3' }
/** Another patient's study under the UID of `own`. */
export const twin: StandInStudy = { studyInstanceUID: '1.2.1', patientID: 'P9', labels: ['external'] }

export const clinicianWith = (permissions: readonly string[], labels: readonly string[]): Clinician => ({
  iss: 'https://issuer.example.org',
  sub: `${permissions.join()} ${labels.join()}`,
  name: 'Dr. Ada Example',
  permissions: new Set(permissions),
  authorizedLabels: labels,
  expiresAtMs: Number.MAX_SAFE_INTEGER,
})

/** Access tokens that the tests' identity provider knows. */
export const clinicians: Readonly<Record<string, Clinician>> = {
  admin: clinicianWith(['all'], ['*']),
  doctor: clinicianWith(['view', 'download', 'share', 'send'], ['*']),
  external: clinicianWith(['view', 'download', 'share'], ['external']),
  editor: clinicianWith(['view', 'edit-labels', 'modify', 'delete', 'anonymize', 'upload'], ['external']),
  unlabelled: clinicianWith(['all'], []),
  nobody: clinicianWith([], ['*']),
  /** Were a revoked resource token ever tried as an access token, it would be an administrator's. */
  slv_revoked: clinicianWith(['all'], ['*']),
}

const grantOf = (
  studies: readonly StandInStudy[],
  download: boolean,
  kind: ResourceGrant['kind'] = 'share',
): ResourceGrant => ({
  kind,
  shareId: 'AAAAAAAAAAAAAA',
  studies: studies.map((study) => ({
    studyInstanceUID: study.studyInstanceUID,
    orthancId: idsOf(study).study,
  })),
  download,
  endsAtMs: Number.MAX_SAFE_INTEGER,
})

/** Resource tokens that are good now. */
export const grants: Readonly<Record<string, ResourceGrant>> = {
  slv_own: grantOf([own], false),
  sld_own: grantOf([own], true),
  slv_both: grantOf([own, second], false),
  slv_second: grantOf([second], false),
  slv_instant: grantOf([own], false, 'instant'),
}
const refusals: Readonly<Record<string, GrantRefusal>> = {
  slv_expired: { reason: 'expired' },
  slv_revoked: { reason: 'revoked' },
  slv_unknown: { reason: 'unknown-share' },
  slv_storeless: { reason: 'store-unavailable' },
}

const resourceTokens: ResourceTokens = {
  async verify(token) {
    if (!token.startsWith(VIEW_TOKEN_PREFIX) && !token.startsWith(DOWNLOAD_TOKEN_PREFIX))
      return refuse({ reason: 'not-a-resource-token' })
    const grant = Object.hasOwn(grants, token) ? grants[token] : undefined
    return grant
      ? ok(grant)
      : refuse(
          (Object.hasOwn(refusals, token) ? refusals[token] : undefined) ?? {
            reason: 'invalid',
            why: 'test',
          },
        )
  },
}
const identity: Identity = {
  async authenticate(authorization) {
    const token = authorization?.slice('Bearer '.length) ?? ''
    if (token === 'identity-down') return refuse({ reason: 'identity-unavailable' })
    const clinician = Object.hasOwn(clinicians, token) ? clinicians[token] : undefined
    return clinician ? ok(clinician) : refuse({ reason: 'invalid-token', why: 'test' })
  },
  isReady: async () => true,
}

/** API keys that the tests' Keycloak knows. */
const apiKeys: ApiKeys = {
  async authenticate(key) {
    if (key === 'identity-down') return refuse({ reason: 'identity-unavailable' })
    const clinician = key === 'key-of-external' ? clinicians['external'] : undefined
    return clinician ? ok(clinician) : refuse({ reason: 'invalid-token', why: 'api-key' })
  },
}

/** The gateway's routes with a stand-in Orthanc behind them and tokens that are their own names. */
export const createTestGateway = (studies: readonly StandInStudy[] = [own, sibling, second, stranger]) => {
  let now = 1_000_000
  const standIn = createStandInOrthanc(studies)
  const orthanc = createOrthancClient({
    baseUrl: 'http://orthanc.internal:8042',
    ...SERVICE,
    fetch: standIn.fetch,
    timeoutMs: 30,
    log: { warn: () => undefined },
  })
  const app = createGatewayRoutes({
    orthanc,
    identity,
    apiKeys,
    resourceTokens,
    innerAuth: createInnerAuth({ proxy: 'proxy-password' }),
    prefix: '/orthanc',
    neverSharedLabels: ['vip'],
    publicOrthancRoot: 'https://pacs.example.org/orthanc/',
    clock: () => now,
    searchTimeoutMs: 30,
  })
  const basic = `Basic ${Buffer.from('proxy:proxy-password').toString('base64')}`

  /** Asks the guard as the proxy does. */
  const authorize = async (
    token: string | undefined,
    target: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ) => {
    const response = await app.request('/gateway/authorize', {
      headers: {
        Authorization: basic,
        'X-Original-Method': method,
        'X-Original-URI': target,
        ...(token === undefined ? {} : { 'X-Original-Authorization': `Bearer ${token}` }),
        ...headers,
      },
    })
    return { status: response.status, target: response.headers.get('X-StudyLink-Target') }
  }

  /** Searches as a client does, through the proxy. A body makes it a POST. */
  const search = (token: string | undefined, path: string, body?: unknown) =>
    app.request(`/gateway/orthanc${path}`, {
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  return {
    app,
    standIn,
    authorize,
    search,
    pass: (ms: number) => {
      now += ms
    },
  }
}
