import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.process>

const parse = (text: string | undefined): Address | undefined => {
  const bare = text?.trim() ?? ''
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined
}

/** The peer of the connection; undefined where there is none, as under `app.request()`. */
const peerOf = (c: Context): string | undefined => {
  try {
    return getConnInfo(c).remote.address
  } catch {
    return undefined
  }
}

/**
 * The client's address. Each trusted proxy appends the address it saw to `X-Forwarded-For`, so with N of them the
 * client is the Nth from the right; what stands further left was written by the client and is not believed.
 */
export const clientAddress = (c: Context, trustedProxyHops: number): Address | undefined => {
  const forwarded = (c.req.header('X-Forwarded-For') ?? '').split(',').filter((part) => part.trim() !== '')
  const path = [...forwarded, peerOf(c)]
  return parse(path[Math.max(0, path.length - 1 - trustedProxyHops)])
}

/** Where somebody is, no more exactly than the history needs: the /24 of IPv4, the /48 of IPv6. */
export const coarseAddress = (address: Address | undefined): string | null => {
  if (!address) return null
  const bits = address.kind() === 'ipv4' ? 24 : 48
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`)
  return `${network.toString()}/${bits}`
}

/** Key for counting requests: an IPv6 user owns a whole /64. */
export const addressKey = (address: Address | undefined): string => {
  if (!address) return 'unknown'
  if (address.kind() === 'ipv4') return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`
}
