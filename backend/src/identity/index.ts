/** Who is calling, and what their roles grant. */
export {
  type Clinician,
  hasPermission,
  type Identity,
  type IdentityRefusal,
  maySeeLabels,
  noIdentity,
  type Permission,
} from './clinician.ts'
export { anonymousProfile, type AnonymousProfile, readAnonymousProfile } from './anonymous-profile.ts'
export { type ApiKeys, createApiKeys } from './api-keys.ts'
export { DEFAULT_PERMISSIONS } from './default-permissions.ts'
export { createIdentity, type IdentityDeps } from './identity.ts'
export { insideAddress, withoutSlash } from './inside-address.ts'
export { createKeycloakAdmin, type KeycloakAdmin } from './keycloak-admin.ts'
export {
  createPermissionsFile,
  parsePermissions,
  type Permissions,
  type PermissionsFile,
  PermissionsDocument,
  PermissionsFileError,
  type PermissionsFileDeps,
} from './permissions-file.ts'
