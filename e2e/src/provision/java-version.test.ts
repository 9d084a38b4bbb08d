import { expect, it } from 'vitest'
import { javaMajor } from './java-version.ts'

it.each([
  ['openjdk 17.0.15 2025-04-15\nOpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)', 17],
  ['openjdk 25 2025-09-16\n', 25],
  ['java 21.0.2-ea 2024-01-16 LTS', 21],
  ['Unrecognized option: --version', undefined],
  ['', undefined],
])('reads the release from %j', (text, major) => {
  expect(javaMajor(text)).toBe(major)
})
