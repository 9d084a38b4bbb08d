import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Variables whose value must never be written anywhere. */
const SECRET_VARIABLE = /SECRET|PASSWORD|USERS|DATABASE_URL/

/**
 * A folder with what a backend of its own needs: `env`, to be changed at will; `run` starts a module of ours as a
 * process, with more variables and arguments if given, whose standard output comes line by line; `remove` ends what still runs, and
 * fails when an output held a secret variable.
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
  const secrets = new Set<string>()
  let output = ''
  return {
    folder,
    env,
    run(modulePath: string, extra: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
      const child = spawn(process.execPath, ['--import', 'tsx', modulePath, ...args], {
        env: { PATH: process.env['PATH'], ...env, ...extra },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      children.push(child)
      for (const [name, value] of Object.entries({ ...env, ...extra }))
        if (SECRET_VARIABLE.test(name) && value.length >= 8) secrets.add(value)
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
      let errors = ''
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString()
        output += chunk.toString()
      })
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
      if ([...secrets].some((secret) => output.includes(secret)))
        throw new Error('a backend wrote a secret of its environment')
    },
  }
}
