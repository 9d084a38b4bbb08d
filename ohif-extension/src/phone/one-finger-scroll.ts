import type { OhifHost } from '../ohif-host.ts'
import { shownDisplaySets } from '../shown-display-sets.ts'

/**
 * One finger scrolls through a stack. OHIF gives one finger to window levelling and scrolling to three, which
 * nobody finds on a phone. Single images keep window levelling; the toolbar changes the tool as ever.
 */
export const scrollWithOneFinger = ({ servicesManager, commandsManager }: OhifHost): (() => void) => {
  const { viewportGridService } = servicesManager.services
  let done = false
  const apply = () => {
    if (done) return
    const [displaySet] = shownDisplaySets(servicesManager.services)
    if (!displaySet) return
    done = true
    if ((displaySet.numImageFrames ?? 0) > 1) {
      commandsManager.runCommand('setToolActiveToolbar', { toolName: 'StackScroll' })
    }
  }
  const { VIEWPORTS_READY, GRID_STATE_CHANGED } = viewportGridService.EVENTS
  const subscriptions = [VIEWPORTS_READY, GRID_STATE_CHANGED]
    .filter((event) => event !== undefined)
    .map((event) => viewportGridService.subscribe(event, () => queueMicrotask(apply)))
  return () => {
    done = true
    for (const { unsubscribe } of subscriptions) unsubscribe()
  }
}
