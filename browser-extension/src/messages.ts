import browser from 'webextension-polyfill'
import type { TokenAnswer } from './background/sign-in.ts'

/** What our pages and the in-page button ask of the background script, and what it answers. */
export interface Requests {
  'get-token': () => TokenAnswer
  'sign-in': () => TokenAnswer
  'sign-out': () => void
  /** From the in-page button: open the popup for the button's own tab. */
  'open-popup': () => void
}
export type RequestName = keyof Requests

/** @throws when there is no background script, or it failed */
export const ask = async <Name extends RequestName>(name: Name): Promise<ReturnType<Requests[Name]>> =>
  (await browser.runtime.sendMessage({ studylink: name })) as ReturnType<Requests[Name]>

export const requestOf = (message: unknown): string | undefined => {
  const name = (message as { studylink?: unknown } | null)?.studylink
  return typeof name === 'string' ? name : undefined
}
