import type { ConfigResponse, Viewer } from '../contract/index.ts'
import type { Config } from './read-config.ts'

/** The viewers that links open in: OHIF on every device; where there is none, Orthanc's own Stone viewer. */
export const viewersOf = ({
  PUBLIC_OHIF_ROOT: ohif,
  PUBLIC_ORTHANC_ROOT: orthanc,
}: Config): readonly Viewer[] => {
  if (ohif !== undefined) return [{ key: 'ohif', name: 'OHIF', rootUrl: ohif, devices: ['desktop', 'phone'] }]
  if (orthanc === undefined) return []
  const rootUrl = `${orthanc}stone-webviewer/`
  return [{ key: 'stone', name: 'Stone Web viewer', rootUrl, devices: ['desktop', 'phone'] }]
}

/** Browsers need the provider's public name: what it calls itself inside the network is not told. */
const signInOf = (config: Config): ConfigResponse['oidc'] => {
  const [authority] = config.OIDC_ISSUERS
  return authority === undefined || !config.identity ? null : { authority, clientId: config.OIDC_CLIENT_ID }
}

/** What `GET /share/api/config` tells everybody. */
export const publicConfigOf = (config: Config, version: string): ConfigResponse => ({
  oidc: signInOf(config),
  dicomWebRoot: config.PUBLIC_ORTHANC_ROOT === undefined ? '' : `${config.PUBLIC_ORTHANC_ROOT}dicom-web`,
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
