/** Who is calling, and what their roles grant. */
export {
  type Clinician,
  hasPermission,
  type Identity,
  type IdentityRefusal,
  maySeeLabels,
  type Permission,
} from './clinician.ts'
export { createIdentity, type IdentityDeps } from './identity.ts'
export {
  createPermissionsFile,
  type Permissions,
  PermissionsDocument,
  PermissionsFileError,
  type PermissionsFileDeps,
} from './permissions-file.ts'
