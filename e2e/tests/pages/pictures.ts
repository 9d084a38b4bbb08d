import { join } from 'node:path'
import { test } from '@playwright/test'
import { inProject } from '../../src/project.ts'

/** Where a picture goes: with `SCREENSHOTS=docs` into this folder of the project, else to the results. */
export const picture = (name: string, ...folder: readonly string[]): string =>
  process.env.SCREENSHOTS === 'docs' && folder.length > 0
    ? inProject(...folder, `${name}.png`)
    : test.info().outputPath(join('pictures', `${name}.png`))
