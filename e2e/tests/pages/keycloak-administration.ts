import type { KeycloakServer } from '../../src/stack/keycloak/server.ts'

export interface NewUser {
  readonly username: string
  readonly apiKey?: string
  /** Realm roles beside the default ones. */
  readonly roles?: readonly string[]
  readonly password?: string
}

interface Role {
  readonly id: string
  readonly name: string
}

/** A real Keycloak as its administrator sees it, past every gateway. */
export class KeycloakAdministration {
  private readonly server: Pick<KeycloakServer, 'url' | 'administrator'>
  private readonly root: string

  constructor(server: Pick<KeycloakServer, 'url' | 'administrator'>) {
    this.server = server
    this.root = `${server.url}/keycloak/admin/realms/orthanc`
  }

  /** An answer other than 2xx is an error. A token is asked for each time: it lives for a minute. */
  private async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const { url, administrator } = this.server
    const granted = await fetch(`${url}/keycloak/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...administrator }),
    })
    const { access_token: token } = (await granted.json()) as { access_token: string }
    const answer = await fetch(this.root + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`Keycloak answered ${answer.status} to ${method} ${path}`)
    return answer
  }

  async get<Value>(path: string): Promise<Value> {
    return (await (await this.ask('GET', path)).json()) as Value
  }

  /** @returns id of what was made */
  async create(path: string, body: unknown): Promise<string> {
    const answer = await this.ask('POST', path, body)
    return answer.headers.get('Location')?.split('/').pop() ?? ''
  }

  async change(path: string, changes: object): Promise<void> {
    const before = await this.get<object>(path)
    await this.ask('PUT', path, { ...before, ...changes })
  }

  async remove(path: string): Promise<void> {
    await this.ask('DELETE', path)
  }

  /** @returns the user's id */
  async createUser({ username, apiKey, roles = [], password }: NewUser): Promise<string> {
    const userId = await this.create('/users', {
      username,
      enabled: true,
      firstName: 'Test',
      lastName: 'Person',
      email: `${username}@hospital.example`,
      ...(apiKey === undefined ? {} : { attributes: { 'api-key': [apiKey] } }),
      ...(password === undefined ? {} : { credentials: [{ type: 'password', value: password }] }),
    })
    await this.giveRoles(`/users/${userId}`, roles)
    return userId
  }

  /** With what cannot be said of a user otherwise, as `notBefore`. */
  async importUsers(users: readonly object[]): Promise<void> {
    await this.ask('POST', '/partialImport', { ifResourceExists: 'FAIL', users })
  }

  /** @param owner path of a user or group */
  async giveRoles(owner: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return
    const roles = await Promise.all(names.map((name) => this.get<Role>(`/roles/${name}`)))
    await this.ask('POST', `${owner}/role-mappings/realm`, roles)
  }

  async findUserId(username: string): Promise<string> {
    const [user] = await this.get<{ id: string }[]>(`/users?username=${username}&exact=true`)
    return user?.id ?? ''
  }

  async join(userId: string, groupId: string): Promise<void> {
    await this.ask('PUT', `/users/${userId}/groups/${groupId}`)
  }
}
