import type { OhifHost } from '../ohif-host.ts'

/**
 * One finger scrolls through a stack. OHIF gives one finger to window levelling and scrolling to three, which
 * nobody finds on a phone. Single images keep window levelling; the toolbar changes the tool as ever.
 */
export const scrollWithOneFinger = ({ servicesManager, commandsManager }: OhifHost): (() => void) => {
  const { displaySetService, viewportGridService } = servicesManager.services
  let done = false
  const apply = () => {
    if (done) return
    const { activeViewportId, viewports } = viewportGridService.getState()
    const shown = activeViewportId ? viewports.get(activeViewportId)?.displaySetInstanceUIDs : undefined
    const displaySet = shown?.[0] === undefined ? undefined : displaySetService.getDisplaySetByUID(shown[0])
    if (!displaySet) return
    done = true
    if ((displaySet.numImageFrames ?? 0) > 1) {
      commandsManager.runCommand('setToolActiveToolbar', { toolName: 'StackScroll' })
    }
  }
  const subscriptions = [
    viewportGridService.EVENTS.VIEWPORTS_READY,
    viewportGridService.EVENTS.GRID_STATE_CHANGED,
  ]
    .filter((event) => event !== undefined)
    .map((event) => viewportGridService.subscribe(event, () => queueMicrotask(apply)))
  return () => {
    done = true
    for (const { unsubscribe } of subscriptions) unsubscribe()
  }
}
