import type { OhifDisplaySet, OhifServices } from './ohif-host.ts'

/** What the active viewport shows; nothing where none is active (some modes, before the first image). */
export const shownDisplaySets = ({
  displaySetService,
  viewportGridService,
}: Pick<OhifServices, 'displaySetService' | 'viewportGridService'>): OhifDisplaySet[] => {
  const { activeViewportId, viewports } = viewportGridService.getState()
  return (viewports.get(activeViewportId ?? '')?.displaySetInstanceUIDs ?? [])
    .map((uid) => displaySetService.getDisplaySetByUID(uid))
    .filter((one) => one !== undefined)
}
