import { Hono, type MiddlewareHandler } from 'hono'
import { problem } from '../http/problem.ts'
import type { KeycloakAdmin, RealmRole } from '../identity/keycloak-admin.ts'
import type { Permissions, PermissionsDocument } from '../identity/permissions-file.ts'
import { readBody } from './read-body.ts'
import type { SaveRoles } from './save-roles.ts'
import { RolesRequest } from './wire.ts'

export interface SettingsDeps {
  readonly innerAuth: MiddlewareHandler
  readonly permissions: Pick<Permissions, 'document'>
  readonly saveRoles: SaveRoles
  /** Roles that the provider has; absent: those of the file are told. */
  readonly realmRoles?: Pick<KeycloakAdmin, 'listRealmRoles'> | undefined
}

/**
 * `GET|PUT /settings/roles`: OE2's permissions page, and every load of its configuration. The plugin asks for
 * `admin-permissions` before it passes a PUT on, and needs JSON in return.
 */
export const createSettingsRoutes = ({ innerAuth, permissions, saveRoles, realmRoles }: SettingsDeps): Hono =>
  new Hono()
    .get('/settings/roles', innerAuth, async (c) => {
      const { roles, 'available-labels': labels = [] } = permissions.document()
      const realm = await realmRoles?.listRealmRoles()
      // OE2 asks at every load, signed in or not: without the provider it sees the file's roles.
      return c.json({ roles: realm?.ok ? rolesIn(realm.value, roles) : roles, 'available-labels': labels })
    })
    .put('/settings/roles', innerAuth, async (c) => {
      const body = await readBody(c, RolesRequest)
      if (!body.ok) return body.refusal
      const saved = saveRoles(body.value)
      if (!saved.ok)
        return problem(c, 'store-unavailable', { detail: 'The permissions file cannot be written.' })
      c.set('outcome', 'roles-saved')
      return c.json(null)
    })

/** Keycloak's own, which nobody gives rights to. */
const BUILT_IN_ROLES = new Set(['offline_access', 'uma_authorization'])

/**
 * The provider's roles with the file's rights; a new one has none yet. What the provider does not have is not shown,
 * and stays in the file. Composite roles only when the file names them.
 */
const rolesIn = (
  realm: readonly RealmRole[],
  roles: PermissionsDocument['roles'],
): PermissionsDocument['roles'] =>
  Object.fromEntries(
    realm
      .filter(({ name, composite }) => Object.hasOwn(roles, name) || !(composite || BUILT_IN_ROLES.has(name)))
      .map(({ name }) => [
        name,
        (Object.hasOwn(roles, name) ? roles[name] : undefined) ?? {
          permissions: [],
          'authorized-labels': [],
        },
      ]),
  )
