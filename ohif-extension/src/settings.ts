import type { OhifHost } from './ohif-host.ts'

export interface Settings {
  /** Root of the share service's pages, with a slash at its end. */
  shareRoot: string
}

/** From this extension's `configuration`, else from `studyLink` in `app-config.js`, else this site's `/share/`. */
export const readSettings = ({
  configuration,
  appConfig,
}: Pick<OhifHost, 'configuration' | 'appConfig'>): Settings => {
  const own = configuration?.['shareRoot']
  const shared = (appConfig?.['studyLink'] as { shareRoot?: unknown } | undefined)?.shareRoot
  const shareRoot = [own, shared].find((one) => typeof one === 'string' && one !== '') ?? '/share/'
  return { shareRoot: String(shareRoot).replace(/\/*$/, '/') }
}
