import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { createInnerAuth } from './inner-auth.ts'

const basic = (text: string) => Buffer.from(text, 'utf8').toString('base64')

describe('the inner authentication', () => {
  const app = new Hono()
    .use(createInnerAuth({ orthanc: 'pass:wörd', proxy: 'other' }))
    .get('/', (c) => c.text('inside'))
  const statusOf = async (authorization?: string) =>
    (await app.request('/', authorization === undefined ? {} : { headers: { Authorization: authorization } }))
      .status

  test('lets each configured user pass', async () => {
    expect(await statusOf(`Basic ${basic('orthanc:pass:wörd')}`)).toBe(200)
    expect(await statusOf(`basic ${basic('proxy:other')}`)).toBe(200)
  })

  test.each([
    ['nobody', undefined],
    ['an empty header', ''],
    ['a wrong password', `Basic ${basic('orthanc:other')}`],
    ['an unknown user', `Basic ${basic('someone:pass:wörd')}`],
    ['a password alone', `Basic ${basic('pass:wörd')}`],
    ['another scheme', `Bearer ${basic('orthanc:pass:wörd')}`],
    ['no credentials', 'Basic '],
    ['something after the credentials', `Basic ${basic('proxy:other')} x`],
  ])('refuses %s and asks for Basic', async (_title, authorization) => {
    expect(await statusOf(authorization)).toBe(401)
  })

  test('lets nobody pass when no user is configured', async () => {
    const closed = new Hono().use(createInnerAuth({})).get('/', (c) => c.text('inside'))
    const response = await closed.request('/', { headers: { Authorization: `Basic ${basic(':')}` } })
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Basic realm=/)
  })
})
