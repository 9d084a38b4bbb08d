import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { inProject } from '../../project.ts'
import { realmVariables } from './realm-variables.ts'

it('sets every variable of the realm file, and no other', async () => {
  const realm = await readFile(inProject('deploy', 'keycloak', 'realm-orthanc.json'), 'utf8')
  // Those in small letters are Keycloak's own texts.
  const open = new Set([...realm.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name]) => name))
  const set = Object.keys(realmVariables(new URL('http://127.0.0.1:8080'), 'secret'))
  expect(set.toSorted()).toEqual([...open].toSorted())
})
