import { Hono, type MiddlewareHandler } from 'hono'
import { problem } from '../http/problem.ts'
import type { Permissions } from '../identity/permissions-file.ts'
import { readBody } from './read-body.ts'
import type { SaveRoles } from './save-roles.ts'
import { RolesRequest } from './wire.ts'

export interface SettingsDeps {
  readonly innerAuth: MiddlewareHandler
  readonly permissions: Pick<Permissions, 'document'>
  readonly saveRoles: SaveRoles
}

/**
 * `GET|PUT /settings/roles`: OE2's permissions page, and every load of its configuration. The plugin asks for
 * `admin-permissions` before it passes a PUT on, and needs JSON in return.
 */
export const createSettingsRoutes = ({ innerAuth, permissions, saveRoles }: SettingsDeps): Hono =>
  new Hono()
    .get('/settings/roles', innerAuth, (c) => {
      const { roles, 'available-labels': labels = [] } = permissions.document()
      return c.json({ roles, 'available-labels': labels })
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
