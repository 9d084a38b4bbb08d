import type { OhifHost } from '../ohif-host.ts'
import { closePanelsAtFirst } from './close-panels.ts'
import { isPhone } from './is-phone.ts'
import { scrollWithOneFinger } from './one-finger-scroll.ts'
import phoneCss from './phone.css?inline'

/** Makes stock OHIF usable by touch on a small screen. `undefined` where the screen is large or the pointer fine. */
export const adaptToPhone = (host: OhifHost): { start(): void; stop(): void } | undefined => {
  if (!isPhone()) return undefined
  closePanelsAtFirst(host.extensionManager)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(phoneCss)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  let release = () => {}
  return {
    start: () => {
      release = scrollWithOneFinger(host)
    },
    stop: () => release(),
  }
}
