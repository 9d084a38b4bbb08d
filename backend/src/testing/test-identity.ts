import type { Clinician, Identity } from '../identity/clinician.ts'
import { ok, refuse } from '../kernel/result.ts'

const ISSUER = 'https://id.example.org/realms/test'

const clinician = (
  sub: string,
  name: string,
  permissions: string[],
  authorizedLabels: string[],
): Clinician => ({
  iss: ISSUER,
  sub,
  name,
  permissions: new Set(permissions),
  authorizedLabels,
  expiresAtMs: Number.MAX_SAFE_INTEGER,
})

/** The test's users by their access tokens. */
const clinicians: Readonly<Record<string, Clinician>> = {
  admin: clinician('u-admin', 'Ada Admin', ['all'], ['*']),
  doctor: {
    ...clinician('u-doctor', 'Dora Doctor', ['view', 'download', 'share'], ['*']),
    email: 'dora@example.org',
  },
  /** The doctor, with another role since. */
  doctorAsReader: clinician('u-doctor', 'Dora Doctor', ['view'], ['*']),
  doctorAsExternal: clinician('u-doctor', 'Dora Doctor', ['view', 'share'], ['external']),
  external: clinician('u-external', 'Eve External', ['view', 'share'], ['external']),
  writer: clinician('u-writer', 'Will Writer', ['share'], ['*']),
  colleague: clinician('u-colleague', 'Cora Colleague', ['view', 'share'], ['*']),
  reader: clinician('u-reader', 'Ron Reader', ['view'], ['*']),
}

export const createTestIdentity = () => {
  let up = true
  const identity: Identity = {
    async authenticate(authorization) {
      const token = authorization?.replace('Bearer ', '')
      if (token === undefined) return refuse({ reason: 'no-token' })
      if (!up) return refuse({ reason: 'identity-unavailable' })
      const known = Object.hasOwn(clinicians, token) ? clinicians[token] : undefined
      return known ? ok(known) : refuse({ reason: 'invalid-token', why: 'foreign' })
    },
    isReady: async () => up,
  }
  return { identity, stop: () => (up = false) }
}
