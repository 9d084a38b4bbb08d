import { describe, expect, it } from 'vitest'
import { fetchAhead } from './fetch-ahead.ts'

const page = 'https://hospital.example/share/s'

const serve = (files: Record<string, { type: string; body: string }>) => {
  const asked: string[] = []
  const fetch = (async (url: string) => {
    asked.push(url)
    const file = files[new URL(url).pathname]
    return file
      ? new Response(file.body, { headers: { 'content-type': file.type } })
      : new Response('', { status: 404 })
  }) as typeof globalThis.fetch
  return { asked, fetch }
}

const list = (files: unknown, program?: unknown) => ({
  '/ohif/studylink-prefetch.json': { type: 'application/json', body: JSON.stringify({ files, program }) },
})

describe("fetching the viewer's files ahead", () => {
  it('fetches what the list names', async () => {
    const { asked, fetch } = serve(list(['app.js', 'codec.wasm']))
    await fetchAhead('/ohif/', { fetch, page, saveData: false })
    expect(asked.slice(1).toSorted()).toEqual([
      'https://hospital.example/ohif/app.js',
      'https://hospital.example/ohif/codec.wasm',
    ])
  })

  it("fetches what the viewer's page loads without a list", async () => {
    const { asked, fetch } = serve({
      '/ohif/': {
        type: 'text/html',
        body: '<link rel="icon" href="/ohif/i.png"><script src="/ohif/config.js"></script><script src="app.js"></script>',
      },
    })
    await fetchAhead('/ohif/', { fetch, page, saveData: false })
    expect(asked.slice(2).toSorted()).toEqual([
      'https://hospital.example/ohif/app.js',
      'https://hospital.example/ohif/config.js',
    ])
  })

  it("never leaves the viewer's root", async () => {
    const { asked, fetch } = serve(
      list(['https://elsewhere.example/x.js', '/orthanc/studies', '../share/api/me', 7]),
    )
    await fetchAhead('/ohif/', { fetch, page, saveData: false })
    expect(asked).toHaveLength(1)
  })

  it('compiles the program that the list names, once all is fetched', async () => {
    const { asked, fetch } = serve(list(['app.js', 'codec.wasm'], 'app.js'))
    const compiled: string[] = []
    const compile = async (program: URL) =>
      void compiled.push(`${program.href} after ${asked.length} requests`)
    await fetchAhead('/ohif/', { fetch, compile, page, saveData: false })
    expect(compiled).toEqual(['https://hospital.example/ohif/app.js after 3 requests'])
  })

  it.each(['https://elsewhere.example/x.js', '/share/x.js', 7])('never compiles %j', async (program) => {
    const compiled: URL[] = []
    const compile = async (url: URL) => void compiled.push(url)
    await fetchAhead('/ohif/', { ...serve(list([], program)), compile, page, saveData: false })
    expect(compiled).toEqual([])
  })

  it('asks no other site', async () => {
    const { asked, fetch } = serve({})
    await fetchAhead('https://viewer.example/ohif/', { fetch, page, saveData: false })
    expect(asked).toEqual([])
  })

  it('asks nothing of guests who save data', async () => {
    const { asked, fetch } = serve(list(['app.js']))
    await fetchAhead('/ohif/', { fetch, page, saveData: true })
    expect(asked).toEqual([])
  })

  it('goes on after a file that fails, and never fails itself', async () => {
    const asked: string[] = []
    const fetch = (async (url: string) => {
      asked.push(url)
      if (url.endsWith('json')) return serve(list(['a.js', 'b.js', 'c.js', 'd.js'])).fetch(url)
      throw new TypeError('offline')
    }) as typeof globalThis.fetch
    await expect(fetchAhead('/ohif/', { fetch, page, saveData: false })).resolves.toBeUndefined()
    expect(asked).toHaveLength(5)
  })
})
