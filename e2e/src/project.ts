import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folders. What a run makes is below `.studylink/`, which git ignores. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))
export const inProject = (...path: readonly string[]): string => join(projectFolder, ...path)
export const cacheFolder = inProject('.studylink', 'cache')
/** Where `npm run build` leaves the files of a release. */
export const releaseFolder = inProject('release')
/** What `buildPackages` needs to know. */
export const builds = { project: projectFolder, stampFolder: inProject('.studylink', 'cache', 'builds') }
/** Where this machine has Java, and Maven Central's files, if not at the usual places. */
export const javaHome = process.env.JAVA_HOME
export const mavenCentralUrl = process.env.MAVEN_CENTRAL_URL
/** Kept from one `npm start` to the next; `STUDYLINK_DATA` names another place. */
export const dataFolder = process.env.STUDYLINK_DATA ?? inProject('.studylink', 'data')
