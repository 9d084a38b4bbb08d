import type { OhifExtensionManager } from '../ohif-host.ts'

const VIEWER_LAYOUT = '@ohif/extension-default.layoutTemplateModule.viewerLayout'

/**
 * The viewer's layout starts with both side panels closed, whichever mode asks for it: on a small screen they
 * leave no room for the image. The reader opens them as ever.
 */
export const closePanelsAtFirst = (extensionManager: OhifExtensionManager): void => {
  const layout = extensionManager.getModuleEntry(VIEWER_LAYOUT)
  const component = layout?.component
  if (!layout || typeof component !== 'function') return
  layout.component = (props) => component({ ...props, leftPanelClosed: true, rightPanelClosed: true })
}
