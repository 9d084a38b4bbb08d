import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pythonVariables } from './python-variables.ts'

const rows = readFileSync(new URL('../../VARIABLES.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('the check knows the variables that VARIABLES.md does not call new', () => {
  const old = rows
    .filter((cells) => !cells[4]?.includes('**new**'))
    .map((cells) => cells[1]?.replaceAll('`', ''))
  expect(Object.keys(pythonVariables).toSorted()).toEqual(old.toSorted())
})
