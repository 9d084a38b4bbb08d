import type { OhifToolbarButton, OhifToolbarService } from '../ohif-host.ts'

export const BUTTON_ID = 'StudyLinkShare'
export const COMMAND = 'studyLinkShare'
export const EVALUATOR = 'evaluate.studyLinkShare'
/** The one section that every mode of OHIF draws in its head. */
const SECTION = 'primary'

export interface ButtonTexts {
  readonly label: string
  readonly tooltip: string
}

const createButton = (texts: ButtonTexts): OhifToolbarButton => ({
  id: BUTTON_ID,
  uiType: 'ohif.toolButton',
  props: { icon: 'Export', ...texts, commands: COMMAND, evaluate: EVALUATOR },
})

/**
 * Puts the Share button last in the toolbar and keeps it there: modes build their toolbar after us, and some
 * rebuild it while one works. Returns what takes it away again.
 */
export const showShareButton = (toolbarService: OhifToolbarService, texts: ButtonTexts): (() => void) => {
  const add = () => {
    const { buttons, buttonSections } = toolbarService.state
    if (buttons[BUTTON_ID] && buttonSections[SECTION]?.includes(BUTTON_ID)) return
    // A copy: the mode owns this list, and would show the button when it must not.
    buttonSections[SECTION] = [...(buttonSections[SECTION] ?? [])]
    toolbarService.register([createButton(texts)], true)
    toolbarService.updateSection(SECTION, [BUTTON_ID])
  }
  let shown = true
  const addLast = () => queueMicrotask(() => shown && add())
  const { unsubscribe } = toolbarService.subscribe(toolbarService.EVENTS.TOOL_BAR_MODIFIED, addLast)
  addLast()
  return () => {
    shown = false
    unsubscribe()
    toolbarService.removeButton?.(BUTTON_ID)
  }
}
