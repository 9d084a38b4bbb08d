/** The inner routes that Orthanc's authorization plugin calls. */
export { createPluginRoutes, type PluginDeps } from './routes.ts'
export { createIssueRoutes, type IssueRouteDeps } from './issue-routes.ts'
export { createMedDream } from './meddream.ts'
export { withLegacyTokens, type LegacyTokensDeps } from './legacy-tokens.ts'
export { createSaveRoles } from './save-roles.ts'
export { createSettingsRoutes, type SettingsDeps } from './settings-routes.ts'
