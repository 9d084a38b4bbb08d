import { expect, it } from 'vitest'
import { measureSizes } from '../../measure/sizes.ts'
import { builds } from '../project.ts'
import { buildPackages } from '../provision/builds.ts'

it('no front end weighs more on the wire than it may', { timeout: 300_000 }, async () => {
  await buildPackages(builds, { note: () => undefined, signal: new AbortController().signal })
  const limited = (await measureSizes()).filter(({ bar }) => bar !== undefined)
  expect(limited).toHaveLength(3)
  // Less than 1 kB is no front end: something was not found.
  for (const { name, value, bar = 0 } of limited)
    expect({ name, value, fits: value > 1 && value <= bar }).toMatchObject({ fits: true })
})
