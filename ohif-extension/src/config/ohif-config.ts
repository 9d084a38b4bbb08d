/** What we read and change of OHIF's `window.config`. */
export interface OhifConfig extends Record<string, unknown> {
  extensions?: unknown[]
  oidc?: unknown[]
  showStudyList?: boolean
  dataSources?: { configuration?: { qidoRoot?: string } }[]
  httpErrorHandler?: (error: { status?: number }) => void
  studyLink?: { shareRoot?: string; extensionUrl?: string }
}
