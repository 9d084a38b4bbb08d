import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { writePrivateFile } from '../../process/write-private-file.ts'

interface Kept {
  readonly payload: AdapterPayload
  /** Milliseconds since 1970; absent: for ever. */
  readonly until?: number
}

/** What the provider remembers (sessions, refresh tokens), kept over a restart so that people stay signed in. */
export interface ProviderMemory {
  readonly createAdapter: (model: string) => Adapter
  save(): Promise<void>
}

/** @param file read now if it is there, written by `save`; its content signs people in: owner only */
export async function openProviderMemory(file: string): Promise<ProviderMemory> {
  const kept = new Map<string, Kept>(
    existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as [string, Kept][]) : [],
  )
  const isOver = ({ until }: Kept) => until !== undefined && until <= Date.now()
  const forgetOld = () => {
    for (const [key, entry] of kept) if (isOver(entry)) kept.delete(key)
  }
  const payloadOf = (entry: Kept | undefined) => (entry && !isOver(entry) ? entry.payload : undefined)

  const createAdapter = (model: string): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`
    const findBy = (field: 'uid' | 'userCode', value: string) => {
      for (const [key, entry] of kept) {
        if (key.startsWith(`${model}:`) && entry.payload[field] === value) return payloadOf(entry)
      }
      return undefined
    }
    return {
      async upsert(id, payload, expiresIn) {
        forgetOld()
        kept.set(keyOf(id), expiresIn ? { payload, until: Date.now() + expiresIn * 1000 } : { payload })
      },
      async find(id) {
        return payloadOf(kept.get(keyOf(id)))
      },
      async findByUid(uid) {
        return findBy('uid', uid)
      },
      async findByUserCode(userCode) {
        return findBy('userCode', userCode)
      },
      async consume(id) {
        const entry = kept.get(keyOf(id))
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        kept.delete(keyOf(id))
      },
      async revokeByGrantId(grantId) {
        for (const [key, entry] of kept) if (entry.payload.grantId === grantId) kept.delete(key)
      },
    }
  }

  return {
    createAdapter,
    async save() {
      forgetOld()
      await writePrivateFile(file, JSON.stringify([...kept]))
    },
  }
}
