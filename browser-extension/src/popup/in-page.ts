import type { StudyReference } from '@studylink/backend/contract'
import browser from 'webextension-polyfill'
import type { StudyTrace } from '../viewers/index.ts'

/** The study of a series or instance is known to the page's own Orthanc, those of a manifest to the manifest. */
const addressOf = (trace: StudyTrace): string | undefined => {
  if ('dicomJsonUrl' in trace) return trace.dicomJsonUrl
  return 'partOfStudy' in trace
    ? `${trace.orthancRoot}${trace.partOfStudy}/${trace.orthancId}/study`
    : undefined
}

/** Runs in the page, so with the page's own rights and session, and no others. */
const fetchInPage = async (address: string): Promise<unknown> => {
  const response = await fetch(address, { headers: { accept: 'application/json' } })
  return response.ok ? response.json() : undefined
}

/** What a page answered, as references; foreign data, so nothing of it is believed unread. */
export const referencesIn = (answer: unknown): StudyReference[] => {
  const { ID, studies } = (answer ?? {}) as { ID?: unknown; studies?: unknown }
  if (typeof ID === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/.test(ID)) return [{ orthancId: ID }]
  return (Array.isArray(studies) ? studies : []).flatMap((study: { StudyInstanceUID?: unknown } | null) => {
    const uid = study?.StudyInstanceUID
    return typeof uid === 'string' && /^[0-9.]{1,64}$/.test(uid) ? [{ studyInstanceUID: uid }] : []
  })
}

/** Traces as references: those that name no study are looked up by the page in the tab. */
export const resolveTraces = async (
  traces: readonly StudyTrace[],
  tabId: number | undefined,
): Promise<StudyReference[]> => {
  const resolved = await Promise.all(
    traces.map(async (trace): Promise<StudyReference[]> => {
      const address = addressOf(trace)
      if (address === undefined) return [trace as StudyReference]
      if (tabId === undefined) return []
      const [result] = await browser.scripting
        .executeScript({ target: { tabId }, func: fetchInPage, args: [address] })
        .catch(() => [])
      return referencesIn(result?.result)
    }),
  )
  return [...new Map(resolved.flat().map((one) => [JSON.stringify(one), one])).values()]
}
