const MARKS = /\p{M}/gu

/** Text without case and accents, so that «muller» finds «Müller» in any database. */
export const foldText = (text: string): string => text.normalize('NFKD').replaceAll(MARKS, '').toLowerCase()

/** What a search looks through: the folded words of these fields. */
export const searchTextOf = (fields: readonly (string | null)[]): string =>
  foldText(fields.filter((field) => field !== null).join('\n'))

/** The folded words of a search, each as a pattern of SQL's LIKE with `\` as its escape. */
export const searchPatterns = (search: string): readonly string[] =>
  foldText(search)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
