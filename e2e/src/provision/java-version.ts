/**
 * @param text what `java --version` prints, e.g. `openjdk 21.0.9 2025-10-21`
 * @returns the feature release (JEP 322), e.g. 21; undefined for Java 8 and older, which do not know the option
 */
export function javaMajor(text: string): number | undefined {
  const match = /^\S+ (\d+)(?=[ .+-])/m.exec(text)
  return match ? Number(match[1]) : undefined
}
