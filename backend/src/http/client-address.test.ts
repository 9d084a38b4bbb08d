import { Hono } from 'hono'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { addressKey, clientAddress, coarseAddress } from './client-address.ts'

/** The address that is believed, for a connection from `peer`. */
const addressOf = async (hops: number, forwardedFor: string | undefined, peer: string | undefined) => {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, hops)?.toString() ?? 'unknown'))
  const headers = forwardedFor === undefined ? {} : { 'X-Forwarded-For': forwardedFor }
  const bindings = { incoming: { socket: { remoteAddress: peer, remotePort: 1, remoteFamily: 'IPv4' } } }
  return (await app.request('/', { headers }, bindings)).text()
}

describe('the client’s address', () => {
  test.each([
    ['the peer when no proxy is trusted', 0, '203.0.113.9', '192.0.2.1', '192.0.2.1'],
    ['what the trusted proxy saw', 1, '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['not what the client wrote before it', 1, '1.1.1.1, 203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['what the outer of two proxies saw', 2, '1.1.1.1, 203.0.113.9, 10.0.0.2', '10.0.0.1', '203.0.113.9'],
    ['the farthest known when there are fewer proxies', 2, '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['the peer when the proxy says nothing', 1, undefined, '10.0.0.1', '10.0.0.1'],
    ['IPv4 written as IPv6', 0, undefined, '::ffff:192.0.2.1', '192.0.2.1'],
    ['unknown when it cannot be read', 1, 'not an address', '10.0.0.1', 'unknown'],
  ])('is %s', async (_title, hops, forwardedFor, peer, expected) => {
    expect(await addressOf(hops, forwardedFor, peer)).toBe(expected)
  })

  test('is kept as the /24 of IPv4 and the /48 of IPv6', () => {
    expect(coarseAddress(ipaddr.parse('203.0.113.77'))).toBe('203.0.113.0/24')
    expect(coarseAddress(ipaddr.parse('2001:db8:1:2:3:4:5:6'))).toBe('2001:db8:1::/48')
    expect(coarseAddress(undefined)).toBeNull()
  })

  test('counts as one for all of a /64', () => {
    const [a, b] = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'].map((text) => addressKey(ipaddr.parse(text)))
    expect(a).toBe(b)
    expect(addressKey(ipaddr.parse('2001:db8:1:3::1'))).not.toBe(a)
    expect(addressKey(ipaddr.parse('192.0.2.1'))).not.toBe(addressKey(ipaddr.parse('192.0.2.2')))
  })
})
