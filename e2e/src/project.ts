import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folders. What a run makes is below `.studylink/`, which git ignores. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))
export const inProject = (...path: readonly string[]): string => join(projectFolder, ...path)
export const cacheFolder = inProject('.studylink', 'cache')
/** What `buildPackages` needs to know. */
export const builds = { project: projectFolder, stampFolder: inProject('.studylink', 'cache', 'builds') }
/** Kept from one `npm start` to the next; `STUDYLINK_DATA` names another place. */
export const dataFolder = process.env.STUDYLINK_DATA ?? inProject('.studylink', 'data')
