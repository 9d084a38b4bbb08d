import { describe, expect, it } from 'vitest'
import { toGuestConfig, watchGuestSession } from './guest-config.ts'

const guest = { resourceToken: 'slv_a', studyKey: '1.2', studyInstanceUID: '1.2' }

describe("a guest's configuration", () => {
  it('asks for no sign-in and has no study list', () => {
    const config = toGuestConfig({ oidc: [{}], showStudyList: true, routerBasename: '/ohif' }, () => {})
    expect(config).toMatchObject({ showStudyList: false, routerBasename: '/ohif' })
    expect('oidc' in config).toBe(false)
  })

  it('hears of refused requests only, and passes every error on', () => {
    const passed: unknown[] = []
    let refused = 0
    const config = toGuestConfig({ httpErrorHandler: ({ status }) => passed.push(status) }, () => refused++)
    for (const status of [401, 403, 404, 500]) config.httpErrorHandler?.({ status })
    expect(refused).toBe(2)
    expect(passed).toEqual([401, 403, 404, 500])
  })
})

describe("the watch over a guest's session", () => {
  const watch = (reply: () => Promise<Response>) => {
    const asked: Request[] = []
    let ended = 0
    const check = watchGuestSession({
      guest,
      qidoRoot: 'https://hospital.example/orthanc/dicom-web',
      fetch: async (url, init) => {
        asked.push(new Request(url as string, init))
        return reply()
      },
      onEnded: () => ended++,
    })
    return { check, asked, ended: () => ended }
  }

  it.each([401, 403])('ends it when the own study is refused with %d', async (status) => {
    const { check, asked, ended } = watch(async () => new Response(null, { status }))
    await check()
    expect(ended()).toBe(1)
    expect(asked[0]?.url).toBe('https://hospital.example/orthanc/dicom-web/studies?StudyInstanceUID=1.2')
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer slv_a')
  })

  it.each([200, 204, 404, 429, 503])('lets it go on after %d', async (status) => {
    const { check, ended } = watch(async () => new Response(null, { status }))
    await check()
    expect(ended()).toBe(0)
  })

  it('lets it go on when nobody answers', async () => {
    const { check, ended } = watch(async () => {
      throw new TypeError('offline')
    })
    await check()
    expect(ended()).toBe(0)
  })

  it('asks once for many refusals at a time', async () => {
    const { check, asked } = watch(async () => new Response(null, { status: 200 }))
    await Promise.all([check(), check(), check()])
    expect(asked).toHaveLength(1)
  })
})
