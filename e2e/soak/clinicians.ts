import { setTimeout as delay } from 'node:timers/promises'
import { addressOf, createClient } from './client.ts'
import { newFigures, timed, type Figures } from './figures.ts'

const BETWEEN_SHARES_MS = 1000
/** After those of the guests. */
const FIRST_ADDRESS = 500

/** Clinicians make a link, look at their links, and end it, until told to stop. */
export async function shareTogether(options: {
  readonly url: string
  readonly clinicians: number
  /** A fresh one: they live for minutes. */
  accessToken(): Promise<string>
  readonly studyInstanceUID: string
  readonly signal: AbortSignal
}): Promise<Figures> {
  const { url, clinicians, accessToken, studyInstanceUID, signal } = options
  const figures = newFigures()
  const work = async (number: number) => {
    const client = createClient(url, addressOf(FIRST_ADDRESS + number))
    while (!signal.aborted) {
      const headers = {
        Authorization: `Bearer ${await accessToken()}`,
        'Content-Type': 'application/json',
      }
      const body = JSON.stringify({ studies: [{ studyInstanceUID }] })
      const ask = (wanted: number, method: string, path: string, content?: string) =>
        timed(figures, wanted, () =>
          client.ask({
            method,
            path: `/share/api/shares${path}`,
            headers: { ...headers, 'Content-Length': String(content?.length ?? 0) },
            ...(content === undefined ? {} : { body: content }),
          }),
        )
      const made = await ask(201, 'POST', '', body)
      await ask(200, 'GET', '?limit=20')
      if (made.status === 201) {
        const { share } = JSON.parse(made.text) as { share: { shareId: string } }
        await ask(200, 'DELETE', `/${share.shareId}`)
      }
      await delay(BETWEEN_SHARES_MS, undefined, { signal }).catch(() => {})
    }
    client.close()
  }
  await Promise.all(Array.from({ length: clinicians }, (_, number) => work(number)))
  return figures
}
