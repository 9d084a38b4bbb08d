import { addressKey, type clientAddress } from '../http/client-address.ts'
import { createRateLimit, type TooManyRequests } from '../http/rate-limit.ts'
import type { Result } from '../kernel/result.ts'

/** How often guests may ask, within one minute. */
export interface GuestLimits {
  /** Anything from one address: a hospital's or a school's many phones may share one. */
  readonly perAddress: number
  /** Right codes of one share: a link that a whole ward opens at once still works. */
  readonly perShare: number
  /** Wrong codes from one address: links that came in pieces are fewer. */
  readonly wrongPerAddress: number
  /** Wrong codes that name the same share, wherever they come from. */
  readonly wrongPerShare: number
}

const defaultGuestLimits: GuestLimits = {
  perAddress: 600,
  perShare: 120,
  wrongPerAddress: 20,
  wrongPerShare: 30,
}

type Allowed = Result<null, TooManyRequests>

export interface GuestRateLimit {
  /** Any request at all, before it is read. */
  request(from: ReturnType<typeof clientAddress>): Promise<Allowed>
  /**
   * A code. Right ones count for their share alone, so that somebody who guesses slows nobody who has a link, also
   * behind the same address; wrong ones for their sender and for the share that they name, and all wrong ones alike.
   */
  code(
    from: ReturnType<typeof clientAddress>,
    code: string,
    checked: { readonly shareId: string } | undefined,
  ): Promise<Allowed>
}

/** A code begins with its share's name; in the 14th character the secret begins, and whoever guesses would vary it. */
const SHARE_NAME_CHARACTERS = 13

export const createGuestRateLimit = (limits: Partial<GuestLimits> = {}): GuestRateLimit => {
  const { perAddress, perShare, wrongPerAddress, wrongPerShare } = { ...defaultGuestLimits, ...limits }
  const address = createRateLimit(perAddress)
  const share = createRateLimit(perShare)
  const wrongFromAddress = createRateLimit(wrongPerAddress)
  const wrongForShare = createRateLimit(wrongPerShare)
  return {
    request: (from) => address(addressKey(from)),
    async code(from, code, checked) {
      if (checked) return share(checked.shareId)
      const sender = await wrongFromAddress(addressKey(from))
      return sender.ok ? wrongForShare(code.slice(0, SHARE_NAME_CHARACTERS)) : sender
    },
  }
}
