import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { cacheFolder, inProject } from '../src/project.ts'
import { provideOhif } from '../src/provision/ohif.ts'
import { forward, parsedTarget, type GatewayEnv } from '../src/stack/gateway/forward.ts'
import { createOhifFiles } from '../src/stack/gateway/ohif-files.ts'
import { listenForGateway } from '../src/stack/gateway/server.ts'
import { basicAuthorization, type StackPart } from '../src/stack/part.ts'
import type { Stack } from '../src/stack/stack.ts'

/** The deployment's configuration without StudyLink and without a sign-in: what OHIF's own documentation has. */
function bareConfiguration(configuration: string): string {
  const withoutStudyLink = configuration.slice(0, configuration.indexOf('// A token in the address'))
  const bare = withoutStudyLink.replace(/oidc: \[.*?\n {4}\],/s, '').replace(/studyLink: .*\n/, '')
  if (/oidc|studyLink/.test(bare)) throw new Error('deploy/ohif/app-config.js is written otherwise now')
  return `${bare}\n  window.config = config\n})()\n`
}

/** OHIF and the stack's Orthanc with nothing of ours between them: no guard, no sign-in, the same file server. */
export async function startBareOhif(orthanc: Stack['orthanc']): Promise<StackPart> {
  const folder = await mkdtemp(join(tmpdir(), 'studylink-bare-'))
  const configurationFile = join(folder, 'app-config.js')
  const ours = await readFile(inProject('deploy', 'ohif', 'app-config.js'), 'utf8')
  await writeFile(configurationFile, bareConfiguration(ours))
  const files = await provideOhif(cacheFolder)
  const server = await listenForGateway(0, '127.0.0.1')
  const headers = {
    Authorization: basicAuthorization(orthanc.credentials),
    Forwarded: `host=${new URL(server.url).host};proto=http`,
  }
  server.serve(
    new Hono<GatewayEnv>()
      .all('/orthanc/*', (c) =>
        forward(c, orthanc.url + parsedTarget(c).replace(/^\/orthanc/, ''), {
          headers: { Accept: c.req.header('Accept'), ...headers },
        }),
      )
      .route('/', createOhifFiles({ files, configurationFile }))
      // A browser that is closed leaves requests behind.
      .onError((_, c) => c.text('The server behind this address does not answer', 502)),
  )
  return {
    url: server.url,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
