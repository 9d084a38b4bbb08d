import { readOptions } from '../src/process/read-options.ts'
import { SetupError } from '../src/process/setup-error.ts'

export const measurements = ['sizes', 'dialog', 'first-image', 'first-image-20mbit'] as const
export type Measurement = (typeof measurements)[number]

export const MEASURE_HELP = `npm run measure -- [options]
  --only NAME     one of ${measurements.join(', ')}; may be given more than once
  --samples N     clicks in the share dialog (20)
  --pairs N       guest and bare OHIF in turns (5)
  --help          print this`

export interface MeasureOptions {
  readonly help: boolean
  readonly only: readonly Measurement[]
  readonly samples: number
  readonly pairs: number
}

function parseCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new SetupError(`--${option} wants a number, e.g. --${option} 20`)
  return Number(text)
}

function parseMeasurement(text: string): Measurement {
  const known = measurements.find((name) => name === text)
  if (!known) throw new SetupError(`--only wants one of ${measurements.join(', ')}`)
  return known
}

/**
 * @param args what follows `npm run measure --`
 * @throws {SetupError} saying which option is wrong
 */
export function parseMeasureOptions(args: readonly string[]): MeasureOptions {
  const values = readOptions('npm run measure', args, {
    only: { type: 'string', multiple: true },
    samples: { type: 'string', default: '20' },
    pairs: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  })
  return {
    help: values.help,
    only: values.only?.map(parseMeasurement) ?? measurements,
    samples: parseCount('samples', values.samples),
    pairs: parseCount('pairs', values.pairs),
  }
}
