/** Viewers that the plugin has a kind of publication for. */
export const pluginViewers = ['osimis', 'stone', 'ohif', 'volview', 'meddream'] as const
export type PluginViewer = (typeof pluginViewers)[number]

/** What `PUT /tokens/{type}` can be asked for. */
export type TokenType =
  /** A link for a guest: a share, with an end, that can be revoked. */
  | { readonly kind: 'publication'; readonly viewer: PluginViewer }
  /** A short-lived token with which the caller builds the URL: stateless. */
  | { readonly kind: 'instant'; readonly download: boolean }
  /** A link into MedDream, whose own service makes the token. */
  | { readonly kind: 'meddream-instant' }

const instantTypes: Readonly<Record<string, TokenType>> = {
  'viewer-instant-link': { kind: 'instant', download: false },
  'download-instant-link': { kind: 'instant', download: true },
  'meddream-instant-link': { kind: 'meddream-instant' },
}

export const publicationType = (viewer: PluginViewer): string => `${viewer}-viewer-publication`

/** The type by its name in the URL, or undefined when there is no such type. */
export const parseTokenType = (name: string): TokenType | undefined => {
  const viewer = pluginViewers.find((one) => publicationType(one) === name)
  if (viewer) return { kind: 'publication', viewer }
  return Object.hasOwn(instantTypes, name) ? instantTypes[name] : undefined
}
