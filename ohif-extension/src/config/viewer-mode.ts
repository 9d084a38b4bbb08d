const VIEWER_MODE = '@ohif/mode-longitudinal'

/**
 * A guest's link leads to OHIF's `/viewer`. The other modes (segmentation, PET, microscopy …) would be loaded before
 * the first image all the same: OHIF keeps the names of those to load in `window.modes`, read after its
 * configuration. Elsewhere, or where the list looks otherwise, nothing is changed.
 */
export const keepOnlyViewerMode = (pathname: string, modes: unknown): void => {
  if (!/\/viewer\/?$/.test(pathname) || !Array.isArray(modes) || !modes.includes(VIEWER_MODE)) return
  modes.splice(0, modes.length, VIEWER_MODE)
}
