import { createInterface } from 'node:readline'
import { storeOfEnvironment } from './store-of-environment.ts'

/** A backend's store as a process: `{method, args}` line by line, and a line for each answer. */
const store = await storeOfEnvironment(process.env)
for await (const line of createInterface({ input: process.stdin })) {
  const { method, args } = JSON.parse(line) as { method: string; args: unknown[] }
  const call = Reflect.get(store, method) as (...values: unknown[]) => Promise<unknown>
  process.stdout.write(`${JSON.stringify((await call(...args)) ?? null)}\n`)
}
await store.close()
