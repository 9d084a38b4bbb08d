import { toGuestConfig, watchGuestSession } from './guest-config.ts'
import { forgetGuestSession, resolveGuestSession } from './guest-session.ts'
import type { OhifConfig } from './ohif-config.ts'
import { keepOnlyViewerMode } from './viewer-mode.ts'

/**
 * For OHIF's `app-config.js`: adds the Share button's extension and makes guests' links work (a reload goes on, no
 * sign-in, no study list, a page that helps when the session has ended). What takes time happens while OHIF's own
 * program is fetched; the function that comes of it is for the moment at which OHIF asks for its configuration.
 * Neither fails: OHIF comes first.
 */
export const prepareStudyLink = async (config: OhifConfig): Promise<() => OhifConfig> => {
  const shareRoot = config.studyLink?.shareRoot ?? '/share/'
  const guest = startGuest(config, shareRoot)
  const extension = await loadExtension(config.studyLink?.extensionUrl ?? `${shareRoot}ohif-extension.js`)
  const extended = extension ? { ...config, extensions: [...(config.extensions ?? []), extension] } : config
  return () => guest?.(extended) ?? extended
}

/** A failed import would leave OHIF blank; without the extension there is merely no button. */
const loadExtension = async (url: string): Promise<unknown> => {
  try {
    const { default: extension } = (await import(/* @vite-ignore */ url)) as { default?: unknown }
    return extension
  } catch {
    // oxlint-disable-next-line no-console -- an engineer who looks for the button looks there
    console.warn('StudyLink: the extension could not be loaded; OHIF goes on without it.')
    return undefined
  }
}

/** For a guest: starts the watch over the session, and gives what turns a configuration into a guest's. */
const startGuest = (
  config: OhifConfig,
  shareRoot: string,
): ((config: OhifConfig) => OhifConfig) | undefined => {
  const guest = resolveGuestSession(window)
  if (!guest) return undefined
  const check = watchGuestSession({
    guest,
    qidoRoot: config.dataSources?.[0]?.configuration?.qidoRoot ?? '',
    fetch: (...request) => globalThis.fetch(...request),
    onEnded: () => {
      forgetGuestSession(sessionStorage, guest)
      location.replace(`${shareRoot}s#session-ended`)
    },
  })
  void check()
  return (extended) => {
    keepOnlyViewerMode(location.pathname, (window as { modes?: unknown }).modes)
    return toGuestConfig(extended, () => void check())
  }
}
