/** Texts of one language. Typed: a key or a placeholder that English lacks does not compile. */

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never
type Values<Text extends string> = [Placeholder<Text>] extends [never]
  ? []
  : [values: Record<Placeholder<Text>, string>]
type Countable<Key> = Key extends `${infer Base}_other` ? Base : never

export type Messages = Record<string, string>

export interface Translator<English extends Messages> {
  /** BCP 47 tag for `lang` attributes: whose texts these are. */
  language: string
  /** BCP 47 tag for `Intl`: the language with the reader's region. */
  locale: string
  direction: 'ltr' | 'rtl'
  /** One text, its `{placeholders}` filled in. */
  text<Key extends keyof English & string>(key: Key, ...values: Values<English[Key]>): string
  /** The text for a number of things, by the language's plural rules; `{count}` is the formatted number. */
  plural(base: Countable<keyof English>, count: number): string
}

export interface TranslatorOptions<English extends Messages> {
  language: string
  locale: string
  english: English
  /** Texts of `language`; whatever is missing stays English. */
  translated?: Messages
}

export const createTranslator = <English extends Messages>({
  language,
  locale,
  english,
  translated = {},
}: TranslatorOptions<English>): Translator<English> => {
  const texts: Messages = { ...english, ...translated }
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(locale)
  const direction = rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr'
  const fill = (text: string, values: Record<string, string>) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return direction === 'rtl' ? isolate(value) : value
    })
  return {
    language,
    locale,
    direction,
    text: (key, ...values) => fill(texts[key] ?? key, values[0] ?? {}),
    plural: (base, count) => {
      const text = texts[`${base}_${rules.select(count)}`] ?? texts[`${base}_other`] ?? base
      return fill(text, { count: numbers.format(count) })
    },
  }
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])

/** An address or a name among right-to-left words keeps its own order, its last slash too. */
const isolate = (value: string): string => `\u2068${value}\u2069`
