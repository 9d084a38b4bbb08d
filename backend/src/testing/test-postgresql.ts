import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { inject } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { createPostgresql } from '../store/postgresql.ts'
import type { TestDatabase } from './test-databases.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Takes a folder and perhaps a port; prints a URL; ends when its standard input does. */
    postgresqlCommand: string[] | null
  }
}

const command = inject('postgresqlCommand')

/** Can PostgreSQL be tested here? Where nothing may be left out it must be. */
export const hasPostgresql = command !== null || process.env['REQUIRE'] === 'all'

/** A real PostgreSQL of the test's own. */
export const startPostgresql = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'studylink-postgresql-'))
  let child: ChildProcess
  let errors = ''
  const start = async (port?: string): Promise<URL> => {
    const [program = '', ...args] = command ?? []
    child = spawn(program, [...args, folder, ...(port === undefined ? [] : [port])], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    if (!child.stdout) throw new Error('no output')
    for await (const line of createInterface({ input: child.stdout })) return new URL(line)
    throw new Error(`PostgreSQL did not start: ${errors}`)
  }
  const halt = async () => {
    const exited = once(child, 'exit')
    child.stdin?.end()
    await exited
  }
  const server = await start()
  let count = 0

  const query = async (url: string, text: string) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text)).rows
    } finally {
      await client.end()
    }
  }

  return {
    halt,
    /** Starts it again after `halt`, on the same port. */
    resume: () => start(server.port),
    async createDatabase(): Promise<TestDatabase & { readonly url: string }> {
      const name = `test_${++count}`
      await query(server.href, `create database ${name}`)
      const url = new URL(`/${name}`, server).href
      return {
        url,
        env: { DATABASE_URL: url },
        kind: () => createPostgresql(url, systemClock),
        query: (text) => query(url, text),
        remove: async () => void (await query(server.href, `drop database ${name} with (force)`)),
      }
    },
    async stop() {
      await halt()
      rmSync(folder, { recursive: true })
    },
  }
}
