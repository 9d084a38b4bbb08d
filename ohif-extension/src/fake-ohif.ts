import type { OhifDisplaySet, OhifHost, OhifToolbarButton } from './ohif-host.ts'

/** The services of OHIF as far as we use them, keeping their rules: lists are shared with whoever gave them. */
export const createFakeOhif = () => {
  const listeners = new Map<string, Set<() => void>>()
  const subscribe = (event: string, listener: () => void) => {
    const all = listeners.get(event) ?? new Set()
    listeners.set(event, all.add(listener))
    return { unsubscribe: () => all.delete(listener) }
  }
  const emit = (event: string) => [...(listeners.get(event) ?? [])].forEach((listener) => listener())

  const toolbarService = {
    EVENTS: { TOOL_BAR_MODIFIED: 'toolbar' },
    state: { buttons: {} as Record<string, unknown>, buttonSections: {} as Record<string, string[]> },
    subscribe,
    register(buttons: OhifToolbarButton[]) {
      for (const button of buttons) this.state.buttons[button.id] = button
      emit('toolbar')
    },
    updateSection(section: string, ids: string[]) {
      const list = this.state.buttonSections[section]
      if (list) list.push(...ids.filter((one) => !list.includes(one)))
      else this.state.buttonSections[section] = ids
      emit('toolbar')
    },
    removeButton(buttonId: string) {
      delete this.state.buttons[buttonId]
      for (const [section, ids] of Object.entries(this.state.buttonSections)) {
        this.state.buttonSections[section] = ids.filter((one) => one !== buttonId)
      }
      emit('toolbar')
    },
  }

  const fake = {
    toolbarService,
    emit,
    listeners: () => [...listeners.values()].reduce((count, all) => count + all.size, 0),
    user: undefined as { access_token?: string; profile?: { sub?: string } } | undefined,
    authorization: undefined as string | undefined,
    signInsAsked: 0,
    displaySets: [] as OhifDisplaySet[],
    activeDisplaySetUID: undefined as string | undefined,
    commands: [] as [name: string, options: Record<string, unknown> | undefined][],
    modules: {} as Record<string, { component?: (props: Record<string, unknown>) => unknown }>,
    signIn(sub: string, accessToken = `token-of-${sub}`) {
      fake.user = { access_token: accessToken, profile: { sub } }
      fake.authorization = `Bearer ${accessToken}`
    },
  }

  const host: OhifHost = {
    servicesManager: {
      services: {
        toolbarService,
        userAuthenticationService: {
          getUser: () => fake.user,
          getAuthorizationHeader: () =>
            fake.authorization === undefined ? undefined : { Authorization: fake.authorization },
          handleUnauthenticated: () => {
            fake.signInsAsked += 1
          },
        },
        displaySetService: {
          getActiveDisplaySets: () => fake.displaySets,
          getDisplaySetByUID: (uid) => fake.displaySets.find((one) => one.displaySetInstanceUID === uid),
        },
        viewportGridService: {
          EVENTS: { VIEWPORTS_READY: 'ready', GRID_STATE_CHANGED: 'grid' },
          getState: () => ({
            activeViewportId: fake.activeDisplaySetUID === undefined ? null : 'viewport',
            viewports: new Map(
              fake.activeDisplaySetUID === undefined
                ? []
                : [['viewport', { displaySetInstanceUIDs: [fake.activeDisplaySetUID] }]],
            ),
          }),
          subscribe,
        },
      },
    },
    commandsManager: { runCommand: (name, options) => fake.commands.push([name, options]) },
    extensionManager: { getModuleEntry: (reference) => fake.modules[reference] },
  }
  return { ...fake, fake, host }
}
