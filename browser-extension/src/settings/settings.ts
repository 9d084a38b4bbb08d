import type { Storage } from 'webextension-polyfill'
import { parseServiceAddress, parseViewerOrigin } from './service-address.ts'

export interface Settings {
  /** Root of the service's pages; undefined: not set up. */
  shareRoot: string | undefined
  /** Origins besides the service's own where studies are recognised. */
  viewerOrigins: readonly string[]
  /** Show a button in the pages of these origins? */
  inPageButton: boolean
  /** What the hospital has set, and nobody else can. */
  managed: { shareRoot: boolean; viewerOrigins: readonly string[]; inPageButton: boolean }
}

export type OwnSettings = Partial<Pick<Settings, 'shareRoot' | 'viewerOrigins' | 'inPageButton'>>

const list = (value: unknown): string[] | undefined =>
  Array.isArray(value)
    ? value.flatMap((one) => (typeof one === 'string' ? (parseViewerOrigin(one) ?? []) : []))
    : undefined
const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

/** What the person chose, under what the hospital set. Firefox refuses to say when nothing is set: then nothing is. */
export const readSettings = async (
  storage: Pick<Storage.Static, 'local'> & { managed: Pick<Storage.StorageArea, 'get'> },
): Promise<Settings> => {
  const [own, hospital] = await Promise.all([
    storage.local.get(['shareRoot', 'viewerOrigins', 'inPageButton']),
    storage.managed.get(null).catch(() => ({}) as Record<string, unknown>),
  ])
  const { serviceUrl } = hospital
  const shareRoot = typeof serviceUrl === 'string' ? parseServiceAddress(serviceUrl) : undefined
  const viewerOrigins = list(hospital['viewerOrigins'])
  const inPageButton = flag(hospital['inPageButton'])
  const ownRoot = own['shareRoot']
  return {
    shareRoot: shareRoot ?? (typeof ownRoot === 'string' ? ownRoot : undefined),
    // A hospital's list is added to: a clinician may have other viewers besides.
    viewerOrigins: [...new Set([...(viewerOrigins ?? []), ...(list(own['viewerOrigins']) ?? [])])],
    inPageButton: inPageButton ?? flag(own['inPageButton']) ?? false,
    managed: {
      shareRoot: shareRoot !== undefined,
      viewerOrigins: viewerOrigins ?? [],
      inPageButton: inPageButton !== undefined,
    },
  }
}

/** The viewers that the person added: what the hospital lists is never stored as theirs. */
export const ownOrigins = ({ viewerOrigins, managed }: Settings): string[] =>
  viewerOrigins.filter((origin) => !managed.viewerOrigins.includes(origin))

/** Every origin where studies are recognised: the service's own, and the listed ones. */
export const allowedOrigins = ({ shareRoot, viewerOrigins }: Settings): string[] => [
  ...new Set([...(shareRoot === undefined ? [] : [new URL(shareRoot).origin]), ...viewerOrigins]),
]
