import { type Result, ok, refuse } from '../kernel/result.ts'
import { MEDDREAM_TIMEOUT_MS } from './limits.ts'
import type { LinkedStudy } from './viewer-links.ts'

export interface MedDreamRefusal {
  readonly reason: 'meddream-unavailable'
}

/** Makes MedDream's own short-lived token for these studies. */
export interface MedDream {
  mint(studies: readonly LinkedStudy[]): Promise<Result<string, MedDreamRefusal>>
}

/** @param tokenServiceUrl `MEDDREAM_TOKEN_SERVICE_URL`, inside the network */
export const createMedDream = (tokenServiceUrl: string, fetcher: typeof fetch = fetch): MedDream => ({
  async mint(studies) {
    try {
      const response = await fetcher(tokenServiceUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          items: studies.map(({ studyInstanceUID }) => ({
            studies: { study: studyInstanceUID, storage: 'Orthanc' },
          })),
        }),
        signal: AbortSignal.timeout(MEDDREAM_TIMEOUT_MS),
      })
      const token = (await response.text()).trim()
      // The token goes into a URL: an error page must not.
      return response.ok && /^[\w.~+/=-]+$/.test(token)
        ? ok(token)
        : refuse({ reason: 'meddream-unavailable' })
    } catch {
      return refuse({ reason: 'meddream-unavailable' })
    }
  },
})
