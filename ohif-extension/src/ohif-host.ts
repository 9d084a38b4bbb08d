/**
 * What this extension uses of OHIF 3.11 to 3.14, and nothing more. `@ohif/core` ships no types; the host gives
 * the services at run time. Optional members are absent in some of these versions, or in some modes.
 */
export interface OhifSubscription {
  unsubscribe(): void
}

export interface OhifToolbarButton {
  id: string
  uiType: string
  props: Record<string, unknown>
}

export interface OhifToolbarService {
  EVENTS: { TOOL_BAR_MODIFIED: string }
  state: { buttons: Record<string, unknown>; buttonSections: Record<string, string[]> }
  register(buttons: OhifToolbarButton[], replace?: boolean): void
  updateSection(section: string, buttonIds: string[]): void
  removeButton?(buttonId: string): void
  subscribe(event: string, listener: () => void): OhifSubscription
}

export interface OhifUserAuthenticationService {
  /** The signed-in user, as oidc-client-ts keeps it; nothing for guests and where nobody signs in. */
  getUser(): { access_token?: string; profile?: { sub?: string } } | null | undefined
  getAuthorizationHeader(): { Authorization?: string } | null | undefined
  /** Leaves for the provider's page, which leads back. */
  handleUnauthenticated?(): unknown
}

/** Naturalized DICOM (PS3.18 F.2 names): values are strings, numbers, person-name objects or lists of these. */
export type OhifInstance = Record<string, unknown>

export interface OhifDisplaySet {
  displaySetInstanceUID: string
  StudyInstanceUID?: string
  Modality?: string
  numImageFrames?: number
  instance?: OhifInstance
  instances?: OhifInstance[]
}

export interface OhifDisplaySetService {
  getActiveDisplaySets(): OhifDisplaySet[]
  getDisplaySetByUID(displaySetInstanceUID: string): OhifDisplaySet | undefined
}

export interface OhifViewportGridService {
  EVENTS: { VIEWPORTS_READY: string; GRID_STATE_CHANGED: string }
  getState(): {
    activeViewportId?: string | null
    viewports: Map<string, { displaySetInstanceUIDs?: string[] }>
  }
  subscribe(event: string, listener: () => void): OhifSubscription
}

export interface OhifServices {
  toolbarService: OhifToolbarService
  userAuthenticationService: OhifUserAuthenticationService
  displaySetService: OhifDisplaySetService
  viewportGridService: OhifViewportGridService
}

export interface OhifServicesManager {
  services: OhifServices
}

export interface OhifCommandsManager {
  runCommand(name: string, options?: Record<string, unknown>): unknown
}

export interface OhifExtensionManager {
  getModuleEntry(reference: string): { component?: (props: Record<string, unknown>) => unknown } | undefined
}

/** Given to `preRegistration` and to the `get…Module` functions. */
export interface OhifHost {
  servicesManager: OhifServicesManager
  commandsManager: OhifCommandsManager
  extensionManager: OhifExtensionManager
  /** `window.config`, or what it returned when it is a function. */
  appConfig?: Record<string, unknown>
  /** The second element of this extension's tuple in `appConfig.extensions`. */
  configuration?: Record<string, unknown>
}
