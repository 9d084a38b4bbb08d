import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * A folder with what a backend of its own needs: `env`, to be changed at will; `run` starts a module of ours as a
 * process, with more variables if given, whose standard output comes line by line; `remove` ends what still runs.
 */
export const createBackendFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'studylink-process-'))
  const permissions = join(folder, 'permissions.json')
  writeFileSync(permissions, '{ "roles": {} }')
  const env: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: '0',
    SECRET_KEY: 'a secret of the tests that is long enough',
    DATA_DIR: join(folder, 'data'),
    PUBLIC_SHARE_ROOT: 'http://localhost/share/',
    PUBLIC_OHIF_ROOT: 'http://localhost/ohif/',
    PUBLIC_ORTHANC_ROOT: 'http://localhost/orthanc/',
    OIDC_ISSUERS: 'http://127.0.0.1:9/realms/test',
    ORTHANC_URI: 'http://127.0.0.1:9',
    PERMISSIONS_FILE_PATH: permissions,
  }
  const children: ChildProcess[] = []
  return {
    folder,
    env,
    run(modulePath: string, extra: Readonly<Record<string, string>> = {}) {
      const child = spawn(process.execPath, ['--import', 'tsx', modulePath], {
        env: { PATH: process.env['PATH'], ...env, ...extra },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.push(child)
      let errors = ''
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      return {
        child,
        exited: once(child, 'exit').then(([code]) => code as number | null),
        lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
        errors: () => errors,
      }
    },
    remove() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(folder, { recursive: true })
    },
  }
}
