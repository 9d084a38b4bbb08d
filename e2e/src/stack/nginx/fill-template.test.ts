import { describe, expect, it } from 'vitest'
import { readFile } from 'node:fs/promises'
import { inProject } from '../../project.ts'
import { fillTemplate, wantedVariables } from './fill-template.ts'
import { readTemplates } from './templates.ts'

describe('a template of nginx', () => {
  it('has the variables that are there filled in, and keeps nginx’s own', () => {
    expect(fillTemplate('return 302 ${SCHEME}://$host$SCHEMES;', { SCHEME: 'https' })).toBe(
      'return 302 https://$host$SCHEMES;',
    )
  })

  it('takes a value as it is', () => {
    expect(fillTemplate('x ${KEY};', { KEY: 'a$&b' })).toBe('x a$&b;')
  })
})

describe('the deployment’s templates', () => {
  it('want only variables that their page describes', async () => {
    const page = await readFile(inProject('deploy', 'nginx', 'README.md'), 'utf8')
    const wanted = new Set((await readTemplates()).flatMap(({ text }) => wantedVariables(text)))
    wanted.delete('NAME')
    expect([...wanted].filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})
