import type { Viewer } from '../contract/index.ts'

type Device = Viewer['devices'][number]

/**
 * The share's own viewer, or the policy's first for the guest's device.
 * @throws RangeError when no viewer is configured for the device: the configuration is wrong
 */
export const chooseViewer = (viewers: readonly Viewer[], key: string | null, device: Device): Viewer => {
  const viewer =
    viewers.find((one) => one.key === key) ??
    viewers.find((one) => one.devices.includes(device)) ??
    viewers[0]
  if (!viewer) throw new RangeError('no viewer is configured')
  return viewer
}

/** Where the guest goes. The token stands in the fragment, which browsers never send to a server. */
export const viewerUrl = (viewer: Viewer, studyInstanceUIDs: readonly string[], token: string): string =>
  `${viewer.rootUrl}viewer?StudyInstanceUIDs=${studyInstanceUIDs.join(',')}#token=${token}`
