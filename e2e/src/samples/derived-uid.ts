import { createHash } from 'node:crypto'

/**
 * A UID made of a name: the same name gives the same UID on every machine. It is a UUID in decimal below
 * `2.25` (PS3.5 §B.2), with the version and variant of a custom UUID (RFC 9562 §5.8).
 */
export function derivedUid(name: string): string {
  const bytes = createHash('sha256').update(`studylink sample ${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}
