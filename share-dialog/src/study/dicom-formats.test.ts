import { describe, expect, test } from 'vitest'
import { formatDicomDate, formatPersonName, listModalities } from './dicom-formats.ts'

describe('a person name', () => {
  test.each([
    ['Lindqvist^Margarethe^Anna', 'Lindqvist, Margarethe Anna'],
    ['Adams^John Robert^Quincy^Rev.^B.A. M.Div.', 'Adams, Rev. John Robert Quincy B.A. M.Div.'],
    ['Lindqvist', 'Lindqvist'],
    ['^Anna', 'Anna'],
    ['  Lindqvist  ^ Anna ^^^', 'Lindqvist, Anna'],
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Yamada, Tarou (山田, 太郎)'],
    ['=山田^太郎', '山田, 太郎'],
    ['==やまだ^たろう', 'やまだ, たろう'],
    ['^^^^', ''],
    ['', ''],
  ])('%j reads %j', (value, readable) => {
    expect(formatPersonName(value)).toBe(readable)
  })

  test('is empty when the study has none', () => {
    expect(formatPersonName(undefined)).toBe('')
  })
})

describe('a DICOM date', () => {
  test.each([
    ['19610312', 'en-GB', '12 March 1961'],
    ['1961.03.12', 'en-GB', '12 March 1961'],
    ['20000229', 'de', '29. Februar 2000'],
    ['19610312', 'fr-CA', '12 mars 1961'],
  ])('%s in %s reads %s', (value, locale, readable) => {
    expect(formatDicomDate(value, locale)).toBe(readable)
  })

  test('stays Gregorian in languages that have another calendar', () => {
    expect(formatDicomDate('19610312', 'fa-u-nu-latn')).toContain('1961')
  })

  test.each(['1961', '20260230', '19611312', '00990101', 'unknown'])(
    'that does not exist (%s) is shown as it is',
    (value) => {
      expect(formatDicomDate(value, 'en')).toBe(value)
    },
  )

  test('is empty when the study has none', () => {
    expect(formatDicomDate(undefined, 'en')).toBe('')
  })
})

describe('modalities', () => {
  test('are read from a DICOM value and from a list, each once', () => {
    expect(listModalities('CT\\SEG\\CT')).toEqual(['CT', 'SEG'])
    expect(listModalities(['MR', ' MR ', ''])).toEqual(['MR'])
    expect(listModalities(undefined)).toEqual([])
  })
})
