import { addressOf, createClient } from './client.ts'
import { newFigures, timed, type Figures } from './figures.ts'

/** A viewer asks for some images ahead. */
const IMAGES_AHEAD = 2

export interface Readers {
  readonly url: string
  readonly paths: readonly string[]
  /** By reader: what each sends with every request. */
  readonly headers: readonly Readonly<Record<string, string>>[]
  /** Have they addresses of their own? Orthanc itself would take them for other machines. */
  readonly areMany: boolean
  readonly signal: AbortSignal
}

/** Everybody reads the whole study, image by image, over and over, until told to stop. */
export async function readTogether({ url, paths, headers, areMany, signal }: Readers): Promise<Figures> {
  const figures = newFigures()
  const read = async (own: Readonly<Record<string, string>>, number: number) => {
    const client = createClient(url, areMany ? addressOf(number) : undefined)
    // Not all the same image at the same time: caches would answer.
    let next = Math.floor((number * paths.length) / headers.length)
    const turn = async () => {
      while (!signal.aborted) {
        const path = paths[next++ % paths.length] ?? ''
        await timed(figures, 200, () => client.ask({ path, headers: own }))
      }
    }
    await Promise.all(Array.from({ length: IMAGES_AHEAD }, turn))
    client.close()
  }
  await Promise.all(headers.map(read))
  return figures
}
