import type { ServerResponse } from 'node:http'

/** Slower than any phone that shows images: whoever reads so holds a thread of the server behind for nothing. */
const MIN_BYTES_PER_SECOND = 2_000
const WINDOW_MS = 15_000

export interface SlowReaderOptions {
  readonly minBytesPerSecond?: number
  readonly windowMs?: number
}

/** Ends an answer whose reader takes less than the least, window by window, while there is something to read. */
export const dropSlowReader = (
  outgoing: ServerResponse,
  { minBytesPerSecond = MIN_BYTES_PER_SECOND, windowMs = WINDOW_MS }: SlowReaderOptions = {},
): void => {
  const taken = () => (outgoing.socket?.bytesWritten ?? 0) - (outgoing.socket?.writableLength ?? 0)
  let before = taken()
  const watch = setInterval(() => {
    const now = taken()
    if (outgoing.writableLength > 0 && now - before < (minBytesPerSecond * windowMs) / 1000)
      outgoing.destroy()
    before = now
  }, windowMs)
  watch.unref()
  outgoing.once('close', () => clearInterval(watch))
}
