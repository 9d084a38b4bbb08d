import type { ConfigResponse, Viewer } from '../contract/index.ts'
import type { Config } from './read-config.ts'

/** The viewers that links open in: OHIF on every device. */
export const viewersOf = (config: Config): readonly Viewer[] => [
  { key: 'ohif', name: 'OHIF', rootUrl: config.PUBLIC_OHIF_ROOT, devices: ['desktop', 'phone'] },
]

/** What `GET /share/api/config` tells everybody. */
export const publicConfigOf = (config: Config, version: string): ConfigResponse => ({
  oidc: { authority: config.OIDC_ISSUERS[0] ?? '', clientId: config.OIDC_CLIENT_ID },
  dicomWebRoot: `${config.PUBLIC_ORTHANC_ROOT}dicom-web`,
  viewers: [...viewersOf(config)],
  policy: config.policy,
  institution: {
    name: config.INSTITUTION_NAME ?? null,
    logoUrl: config.INSTITUTION_LOGO_URL ?? null,
    contact: config.INSTITUTION_CONTACT ?? null,
    contactUrl: config.INSTITUTION_CONTACT_URL ?? null,
    privacyUrl: config.INSTITUTION_PRIVACY_URL ?? null,
    imprintUrl: config.INSTITUTION_IMPRINT_URL ?? null,
  },
  email: false,
  version,
})
