import { join } from 'node:path'
import { startChild } from '../../process/child.ts'
import { freePort } from '../../process/free-port.ts'
import { untilReady } from '../../process/until-ready.ts'
import type { JavaProgram } from '../../provision/java.ts'
import { keycloakCommand } from '../../provision/keycloak-command.ts'
import { REALM_PATH, realmUrl } from '../identity/provider.ts'
import type { IdentityServer } from '../identity/server.ts'
import type { Credentials } from '../part.ts'
import { prepareKeycloakHome, type KeycloakHomeOptions } from './home.ts'
import { realmVariables } from './realm-variables.ts'

export interface KeycloakOptions extends KeycloakHomeOptions {
  readonly java: JavaProgram
  readonly logFolder: string
  /** Of the PostgreSQL for which `distribution` is built; absent: it is built for a file. */
  readonly postgresqlUrl?: string
}

export interface KeycloakServer extends IdentityServer {
  /** Of the whole server, in its realm `master`. */
  readonly administrator: Credentials
  /** Where the administrator's password stands from one run to the next. */
  readonly secretsFile: string
}

const ADMINISTRATOR = 'admin'
/** The first start makes the database's tables and the realm. */
const PATIENCE_MS = 300_000

/** As deploy/compose.yaml tells it; the password stands in the environment, not among the arguments. */
const databaseSettings = (postgresqlUrl: string) => {
  const { host, pathname, username, password } = new URL(postgresqlUrl)
  return {
    KC_DB_URL: `jdbc:postgresql://${host}${pathname}`,
    KC_DB_USERNAME: username,
    KC_DB_PASSWORD: password,
  }
}

/** Starts a Keycloak of its own data on this machine alone, and waits until its realm is there. */
export async function startKeycloak({
  java,
  logFolder,
  postgresqlUrl,
  ...homeOptions
}: KeycloakOptions): Promise<KeycloakServer> {
  const { publicUrl } = homeOptions
  const { folder, secrets, secretsFile } = await prepareKeycloakHome(homeOptions)
  const port = await freePort()
  const { command, args } = keycloakCommand(java, folder, [
    'start',
    '--optimized',
    '--import-realm',
    `--hostname=${new URL('keycloak', publicUrl).href}`,
    '--http-enabled=true',
    '--http-host=127.0.0.1',
    `--http-port=${port}`,
    '--proxy-headers=xforwarded',
    '--proxy-trusted-addresses=127.0.0.1',
    '--cache=local',
    // One doctor stands for many here, and signs in at several places in the same moment: with the default, Keycloak
    // tells the second of them that the password is wrong.
    '--spi-brute-force-protector--default-brute-force-detector--allow-concurrent-requests=true',
  ])
  const child = startChild({
    name: 'Keycloak',
    command,
    args,
    env: {
      PATH: process.env.PATH,
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR,
      KC_BOOTSTRAP_ADMIN_PASSWORD: secrets.adminPassword,
      ...realmVariables(publicUrl, secrets.clientSecret),
      ...(postgresqlUrl === undefined ? {} : databaseSettings(postgresqlUrl)),
    },
    logFile: join(logFolder, 'keycloak.log'),
  })
  const url = `http://127.0.0.1:${port}`
  const innerUrl = url + REALM_PATH
  try {
    await untilReady(
      'Keycloak',
      async (signal) => (await fetch(innerUrl, { signal })).ok,
      child.ended,
      PATIENCE_MS,
    )
  } catch (error) {
    await child.stop()
    throw error
  }
  return {
    url,
    issuer: realmUrl(publicUrl).href,
    innerUrl,
    administrator: { username: ADMINISTRATOR, password: secrets.adminPassword },
    secretsFile,
    backendSettings: {
      ENABLE_KEYCLOAK: 'true',
      KEYCLOAK_ADMIN_URI: `${url}/keycloak/admin/realms/orthanc`,
      KEYCLOAK_CLIENT_SECRET: secrets.clientSecret,
      ENABLE_KEYCLOAK_API_KEYS: 'true',
      OIDC_AUDIENCE: 'studylink',
    },
    stop: child.stop,
  }
}
