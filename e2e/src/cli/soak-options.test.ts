import { describe, expect, it } from 'vitest'
import { parseSoakOptions } from '../../soak/options.ts'

describe('npm run soak', () => {
  it('reads ten minutes with fifty guests unless told', () => {
    expect(parseSoakOptions([])).toEqual({
      help: false,
      minutes: 10,
      guests: 50,
      clinicians: 10,
      images: 300,
    })
    expect(parseSoakOptions(['--minutes', '2', '--guests', '5'])).toMatchObject({ minutes: 2, guests: 5 })
  })

  it.each([
    [['--minutes', '0'], '--minutes wants a number from 1 to 600'],
    [['--guests', '1000'], '--guests wants a number from 1 to 200'],
    [['--images', 'many'], '--images wants a number from 1 to 2000'],
    [['--hours', '1'], 'npm run soak -- --help'],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => parseSoakOptions(args)).toThrow(message)
  })
})
