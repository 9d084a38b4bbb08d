import { type Result, refuse } from '../kernel/result.ts'
import type { MedDream, MedDreamRefusal } from './meddream.ts'
import { type PluginViewer, pluginViewers } from './token-types.ts'
import { type LinkedStudy, type ViewerLinkRefusal, type ViewerRoots, viewerLink } from './viewer-links.ts'

export interface OpenInViewerDeps {
  readonly roots: ViewerRoots
  /** MedDream has tokens of its own, fetched for each opening. */
  readonly meddream?: MedDream | undefined
}

export type OpenInViewerRefusal = MedDreamRefusal | ViewerLinkRefusal

/** The plugin's viewer of this name, if it is one. */
export const pluginViewerOf = (name: string | null | undefined): PluginViewer | undefined =>
  pluginViewers.find((one) => one === name)

/** The direct way into a viewer, for whoever holds this token. */
export const openInViewer = async (
  { roots, meddream }: OpenInViewerDeps,
  viewer: PluginViewer,
  studies: readonly LinkedStudy[],
  token: string,
): Promise<Result<string, OpenInViewerRefusal>> => {
  if (viewer !== 'meddream') return viewerLink(roots, viewer, studies, token)
  if (!meddream) return refuse({ reason: 'viewer-not-configured', variable: 'MEDDREAM_TOKEN_SERVICE_URL' })
  const own = await meddream.mint(studies)
  return own.ok ? viewerLink(roots, viewer, studies, own.value) : own
}
