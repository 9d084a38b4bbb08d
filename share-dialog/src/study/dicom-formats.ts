/** DICOM values (PS3.5 §6.2) for people. What does not parse is shown as it is: never hide what a study says. */

/**
 * A person name as hospitals write it, family name first: `Adams^John Robert^^Rev.^Jr.` → «Adams, Rev. John Robert Jr.».
 * An ideographic group follows in brackets; the phonetic one stands in only when there is nothing else.
 */
export const formatPersonName = (value: string | undefined): string => {
  const [alphabetic = '', ideographic = '', phonetic = ''] = (value ?? '').split('=').map(formatNameGroup)
  if (alphabetic !== '' && ideographic !== '') return `${alphabetic} (${ideographic})`
  return alphabetic || ideographic || phonetic
}

const formatNameGroup = (group: string): string => {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
    .split('^')
    .map((part) => part.trim().replace(/\s+/g, ' '))
  const others = [prefix, given, middle, suffix].filter((part) => part !== '').join(' ')
  return [family, others].filter((part) => part !== '').join(', ')
}

/** A date with the month in letters, so that day and month cannot be confused: `19610312` → «12 March 1961». */
export const formatDicomDate = (value: string | undefined, locale: string): string => {
  const text = value?.trim() ?? ''
  const parts = /^(\d{4})[.]?(\d{2})[.]?(\d{2})$/.exec(text)
  if (!parts) return text
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists) return text
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    calendar: 'gregory',
    timeZone: 'UTC',
  }).format(date)
}

/** Modalities, each once, in the order given. */
export const listModalities = (value: string | readonly string[] | undefined): string[] => {
  const values = typeof value === 'string' ? value.split(/[\\,/]/) : (value ?? [])
  return [...new Set(values.map((modality) => modality.trim()).filter((modality) => modality !== ''))]
}
