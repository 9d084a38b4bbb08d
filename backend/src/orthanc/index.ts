/** What the service asks Orthanc. */
export {
  createOrthancClient,
  type OrthancClient,
  type OrthancClientDeps,
  type OrthancUnavailable,
} from './client.ts'
export { createPluginVisibility } from './plugin-visibility.ts'
export { createStudyPresence } from './presence.ts'
export { createServiceVisibility } from './service-visibility.ts'
export { createStudyHeads, type StudyHeads } from './study-heads.ts'
export type { OrthancStudy, StudyPresence, StudyVisibility, VisibilityRefusal } from './study.ts'
