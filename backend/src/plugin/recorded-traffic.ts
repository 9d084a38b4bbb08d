/**
 * Reads what a real plugin sent and sends it again. The recording lies beside the repository (`PLUGIN_TRAFFIC`, else
 * `../shared/vectors/plugin-traffic.jsonl`).
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const RECORDING =
  process.env['PLUGIN_TRAFFIC'] ??
  fileURLToPath(new URL('../../../../shared/vectors/plugin-traffic.jsonl', import.meta.url))

export const recordingIsThere = existsSync(RECORDING)

const Line = z.object({
  provokedBy: z.string(),
  pluginRequest: z
    .object({ method: z.string(), path: z.string(), rawHeaders: z.array(z.string()), body: z.string() })
    .nullable(),
  serviceAnswered: z.object({ status: z.number(), body: z.unknown() }).nullish(),
})
type Line = z.infer<typeof Line>

export type PluginRequest = NonNullable<Line['pluginRequest']>
export type Body = Readonly<Record<string, unknown>>

export interface Exchange {
  /** Its line in the recording, from 1. */
  readonly number: number
  readonly request: PluginRequest
  /** What the stub answered that was there instead of us. */
  readonly recorded: Body
}

/** The recording's sessions differ in the plugin's configuration; each made its tokens anew. */
const sessionOf = ({ provokedBy }: Line): string => /^([a-z]+)-\d/.exec(provokedBy)?.[1] ?? 'usual'

/** What the plugin sent in each session. Lines that tell that it sent nothing are left out. */
export const readRecording = (): ReadonlyMap<string, readonly Exchange[]> => {
  const sessions = new Map<string, Exchange[]>()
  for (const [index, text] of readFileSync(RECORDING, 'utf8').trim().split('\n').entries()) {
    const line = Line.parse(JSON.parse(text))
    if (!line.pluginRequest) continue
    const exchanges = sessions.get(sessionOf(line)) ?? []
    const recorded = (line.serviceAnswered?.body ?? {}) as Body
    exchanges.push({ number: index + 1, request: line.pluginRequest, recorded })
    sessions.set(sessionOf(line), exchanges)
  }
  return sessions
}

const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/(.+\+)?json/.test(headers['content-type'] ?? '')

/** Sends it as it was: its own headers, chunks if it had them, a connection of its own. */
export const send = async (port: number, { method, path, rawHeaders, body }: PluginRequest) => {
  const headers = rawHeaders.filter((_part, index) => !/^host$/i.test(rawHeaders[index - (index % 2)] ?? ''))
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    agent: false,
    headers: ['Host', 'x', ...headers],
  })
  if (body !== '') outgoing.write(body.slice(0, 20))
  outgoing.end(body.slice(20))
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  return {
    status: incoming.statusCode,
    text,
    json: (text && isJson(incoming) ? JSON.parse(text) : undefined) as Body | null | undefined,
  }
}
export type Answer = Awaited<ReturnType<typeof send>>
