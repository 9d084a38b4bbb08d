import type { Messages } from '../i18n/translator.ts'

/**
 * The plural forms that whole numbers below a thousand take in a language, each with those numbers. What only millions
 * take («un million de liens») is left out: nobody counts so many links.
 */
const pluralForms = (language: string): { form: string; counts: number[] }[] => {
  const rules = new Intl.PluralRules(language)
  const numbers = Array.from({ length: 1000 }, (_, count) => count)
  return rules
    .resolvedOptions()
    .pluralCategories.map((form) => ({
      form,
      counts: numbers.filter((count) => rules.select(count) === form),
    }))
    .filter(({ counts }) => counts.length > 0)
}

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted().join(' ')

/**
 * What is wrong with a language's texts: a text or a plural form that is missing or unknown to the language, an empty
 * text, other placeholders than in English. A form that stands for one number only («two links») may say it in words.
 */
export const translationFaults = (language: string, english: Messages, texts: Messages): string[] => {
  const expected = new Map<string, string[]>()
  for (const [key, source] of Object.entries(english)) {
    const base = key.endsWith('_other') ? key.slice(0, -'_other'.length) : undefined
    if (base === undefined && !key.endsWith('_one')) expected.set(key, [placeholders(source)])
    if (base === undefined) continue
    for (const { form, counts } of pluralForms(language)) {
      const one = placeholders(english[`${base}_${form}`] ?? source)
      const isOneNumber = counts.length === 1
      expected.set(`${base}_${form}`, isOneNumber ? [one, placeholders(one.replace('{count}', ''))] : [one])
    }
  }
  return [
    ...[...expected.keys()].filter((key) => !(key in texts)).map((key) => `${key} is missing`),
    ...Object.entries(texts).flatMap(([key, text]) => {
      const allowed = expected.get(key)
      if (!allowed) return [`${key} is no text, or no plural form of ${language}`]
      if (text.trim() === '') return [`${key} is empty`]
      const has = placeholders(text)
      return allowed.includes(has) ? [] : [`${key} has «${has}» for «${allowed[0]}»`]
    }),
  ]
}
