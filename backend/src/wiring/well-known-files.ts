import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_PERMISSIONS } from '../identity/index.ts'

/** Where the Python service's image has its files, and where compose files mount others over them. */
export const WELL_KNOWN_FOLDER = '/orthanc_auth_service'

const mounted = (folder: string, name: string): string | undefined => {
  const path = join(folder, name)
  return existsSync(path) ? path : undefined
}

/** The anonymous profile's file: the variable's, else the one mounted over the Python service's, else none. */
export const anonymousProfilePath = (
  given: string | undefined,
  folder = WELL_KNOWN_FOLDER,
): string | undefined => given ?? mounted(folder, 'anonymous-profile.json')

/**
 * The permissions file: the variable's, else the one mounted over the Python service's, else one in the data folder,
 * which is made with the well-known roles.
 */
export const permissionsPath = (
  given: string | undefined,
  dataDir: string,
  folder = WELL_KNOWN_FOLDER,
): string => {
  const found = given ?? mounted(folder, 'permissions.json')
  if (found !== undefined) return found
  const own = join(dataDir, 'permissions.json')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (!existsSync(own)) writeFileSync(own, DEFAULT_PERMISSIONS, { flag: 'wx' })
  return own
}
