import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { privateJson } from '../../process/private-json.ts'

/** Made with the database that they are stored in. */
export interface KeycloakSecrets {
  /** Of the backend's own client. */
  readonly clientSecret: string
  /** Of Keycloak's own first administrator. */
  readonly adminPassword: string
}

/** A Keycloak's folder with data of its own. */
export interface KeycloakHome {
  readonly folder: string
  readonly secrets: KeycloakSecrets
  readonly secretsFile: string
}

export interface KeycloakHomeOptions {
  /** What was unpacked from the distribution: shared, and only read. */
  readonly distribution: string
  /** Imported at the first start. */
  readonly realmFile: string
  readonly publicUrl: URL
  readonly dataFolder: string
}

const FROM_DISTRIBUTION = ['conf', 'lib', 'providers', 'themes']

const secret = () => randomBytes(32).toString('base64url')

/**
 * A realm is imported once, and carries the public address: with another address, or from another realm file,
 * it is another database. The former one stays, and is found again.
 */
export async function prepareKeycloakHome({
  distribution,
  realmFile,
  publicUrl,
  dataFolder,
}: KeycloakHomeOptions): Promise<KeycloakHome> {
  const realm = await readFile(realmFile)
  const name = createHash('sha256').update(realm).update(publicUrl.href).digest('hex').slice(0, 12)
  const folder = join(dataFolder, name)
  const imports = join(folder, 'data', 'import')
  await mkdir(imports, { recursive: true, mode: 0o700 })
  await writeFile(join(imports, 'realm-orthanc.json'), realm)
  for (const part of FROM_DISTRIBUTION) {
    await rm(join(folder, part), { force: true })
    await symlink(join(distribution, part), join(folder, part))
  }
  const secretsFile = join(folder, 'secrets.json')
  const secrets = await privateJson(secretsFile, () => ({
    clientSecret: secret(),
    adminPassword: secret(),
  }))
  return { folder, secrets, secretsFile }
}
