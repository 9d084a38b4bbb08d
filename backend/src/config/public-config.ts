import type { ConfigResponse, Institution, Viewer } from '../contract/index.ts'
import type { Config } from './read-config.ts'

/** The viewers that links open in: OHIF; Orthanc's own Stone viewer where there is none, or for phones if so wished. */
export const viewersOf = ({
  PUBLIC_OHIF_ROOT: ohif,
  PUBLIC_ORTHANC_ROOT: orthanc,
  PHONE_VIEWER: phoneViewer,
}: Config): readonly Viewer[] => {
  const wanted = { ohif: ohif !== undefined, stone: ohif === undefined || phoneViewer === 'stone' }
  const stone = wanted.stone && orthanc !== undefined ? `${orthanc}stone-webviewer/` : undefined
  const ohifDevices: Viewer['devices'] = stone === undefined ? ['desktop', 'phone'] : ['desktop']
  const stoneDevices: Viewer['devices'] = wanted.ohif ? ['phone'] : ['desktop', 'phone']
  return [
    ...(ohif === undefined ? [] : [{ key: 'ohif', name: 'OHIF', rootUrl: ohif, devices: ohifDevices }]),
    ...(stone === undefined
      ? []
      : [{ key: 'stone', name: 'Stone Web viewer', rootUrl: stone, devices: stoneDevices }]),
  ]
}

/** Browsers need the provider's public name: what it calls itself inside the network is not told. */
const signInOf = (config: Config): ConfigResponse['oidc'] => {
  const [authority] = config.OIDC_ISSUERS
  return authority === undefined || !config.identity
    ? null
    : { authority, clientId: config.OIDC_CLIENT_ID, scope: config.OIDC_SCOPE }
}

export const institutionOf = (config: Config): Institution => ({
  name: config.INSTITUTION_NAME ?? null,
  logoUrl: config.INSTITUTION_LOGO_URL ?? null,
  contact: config.INSTITUTION_CONTACT ?? null,
  contactUrl: config.INSTITUTION_CONTACT_URL ?? null,
  privacyUrl: config.INSTITUTION_PRIVACY_URL ?? null,
  imprintUrl: config.INSTITUTION_IMPRINT_URL ?? null,
})

/** Unless told otherwise: what of the deployment lies where our pages do. */
const returnPathsOf = (config: Config): string[] => {
  if (config.RETURN_PATHS) return config.RETURN_PATHS
  const roots = [config.PUBLIC_SHARE_ROOT, config.PUBLIC_OHIF_ROOT, config.PUBLIC_ORTHANC_ROOT]
  const urls = roots.filter((root) => root !== undefined).map((root) => new URL(root))
  return urls.filter(({ origin }) => origin === urls[0]?.origin).map(({ pathname }) => pathname)
}

/** What `GET /share/api/config` tells everybody. */
export const publicConfigOf = (config: Config, version: string): ConfigResponse => ({
  oidc: signInOf(config),
  dicomWebRoot: config.PUBLIC_ORTHANC_ROOT === undefined ? '' : `${config.PUBLIC_ORTHANC_ROOT}dicom-web`,
  returnPaths: returnPathsOf(config),
  viewers: [...viewersOf(config)],
  policy: config.policy,
  institution: institutionOf(config),
  email: config.emails !== undefined,
  version,
})
