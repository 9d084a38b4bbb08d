import { readOptions } from '../src/process/read-options.ts'
import { SetupError } from '../src/process/setup-error.ts'

export const SOAK_HELP = `npm run soak -- [options]
  --minutes N      how long guests read through nginx and the guard (10)
  --guests N       how many of them at once (50)
  --clinicians N   how many people share, list and end links meanwhile (10)
  --images N       images of the shared study (300)
  --help           print this`

export interface SoakOptions {
  readonly help: boolean
  readonly minutes: number
  readonly guests: number
  readonly clinicians: number
  readonly images: number
}

/** Threads of Orthanc are 50, and this machine makes the load as well. */
const MOST = { minutes: 600, guests: 200, clinicians: 100, images: 2000 } as const
type Count = keyof typeof MOST

/**
 * @param args what follows `npm run soak --`
 * @throws {SetupError} saying which option is wrong
 */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const values = readOptions('npm run soak', args, {
    minutes: { type: 'string', default: '10' },
    guests: { type: 'string', default: '50' },
    clinicians: { type: 'string', default: '10' },
    images: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  })
  const count = (option: Count) => {
    const number = /^\d{1,4}$/.test(values[option]) ? Number(values[option]) : 0
    if (number < 1 || number > MOST[option])
      throw new SetupError(`--${option} wants a number from 1 to ${MOST[option]}`)
    return number
  }
  return {
    help: values.help,
    minutes: count('minutes'),
    guests: count('guests'),
    clinicians: count('clinicians'),
    images: count('images'),
  }
}
