import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Pins, PinsBusy } from '../pins/index.ts'
import type { ShareStore, StoredPin, StoredShare, Trace } from '../store/share-store.ts'
import type { Clock } from '../kernel/clock.ts'

export interface ProvePinDeps {
  readonly store: ShareStore
  readonly pins: Pins
  readonly clock: Clock
}

export type PinRefusal =
  | { readonly reason: 'pin-required' | 'pin-wrong'; readonly remainingTries: number }
  | { readonly reason: 'link-unknown' | 'link-locked' }
  | PinsBusy

export const triesLeft = ({ triesAllowed, wrongTries }: StoredPin) => ({
  remainingTries: Math.max(0, triesAllowed - wrongTries),
})

/**
 * Does the guest know the PIN? The try is counted before it is compared, so that any number of parallel ones never
 * exceeds the cap, and given back when it was right.
 * Gives the hash that was proven; null: there was no PIN to prove.
 */
export const provePin = async (
  { store, pins, clock }: ProvePinDeps,
  { shareId, pin: kept }: StoredShare,
  pin: string | undefined,
  trace: Trace,
): Promise<Result<string | null, PinRefusal>> => {
  if (!kept) return ok(null)
  if (pin === undefined) return refuse({ reason: 'pin-required', ...triesLeft(kept) })
  const tried = await pins.inTurn(async (isPin): Promise<Result<string | null, PinRefusal>> => {
    const reserved = await store.reservePinTry(shareId, clock())
    if (!reserved.ok)
      return reserved.refusal.reason === 'no-pin'
        ? ok(null)
        : refuse({ reason: `link-${reserved.refusal.reason}` })
    const hash = reserved.value.pin?.hash ?? ''
    if (await isPin(pin, hash)) {
      await store.returnPinTry(shareId, hash)
      return ok(hash)
    }
    const after = await store.recordWrongPin(shareId, trace, clock())
    return refuse({
      reason: 'pin-wrong',
      remainingTries: after?.pin ? triesLeft(after.pin).remainingTries : 0,
    })
  })
  return tried.ok ? tried.value : tried
}
