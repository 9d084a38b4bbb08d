import { afterEach, describe, expect, it } from 'vitest'
import { compileAhead } from './compile-ahead.ts'

const program = new URL('https://hospital.example/ohif/app.js?a="b"')
// Nothing is fetched in these tests.
const { settings } = (globalThis as unknown as { happyDOM: { settings: Record<string, boolean> } }).happyDOM
settings['handleDisabledFileLoadingAsSuccess'] = true

const frames = () => [...document.querySelectorAll('iframe')]

afterEach(() => document.body.replaceChildren())

describe("compiling the viewer's program ahead", () => {
  it('runs the program, and nothing else, in a hidden frame', () => {
    void compileAhead(program, { gigabytes: 8 })
    const [frame] = frames()
    expect(frame?.hidden).toBe(true)
    const page = new DOMParser().parseFromString(frame?.srcdoc ?? '', 'text/html')
    expect([...page.querySelectorAll('head > *, body > *')].map(({ outerHTML }) => outerHTML)).toEqual([
      `<script src="${program.href}"></script>`,
    ])
  })

  it('takes the frame away when the program has run', async () => {
    const compiled = compileAhead(program, { gigabytes: 4 })
    frames()[0]?.dispatchEvent(new Event('load'))
    await compiled
    expect(frames()).toEqual([])
  })

  it.each([0, 0.5, 2])('does nothing on a device of %s GB, or of unknown memory', async (gigabytes) => {
    await compileAhead(program, { gigabytes })
    expect(frames()).toEqual([])
  })
})
