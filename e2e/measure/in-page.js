/**
 * Runs in every measured page before its own scripts, as it is: the page's own clock and frames decide, not the
 * polling of the program that drives the browser.
 */
;(() => {
  // Frames have no person in front of them.
  if (globalThis.top !== globalThis || location.protocol === 'about:') return
  const LAST_CLICK = 'measure:click'

  /** Milliseconds since 1970, the same scale in the pages that follow one another in a tab. */
  const wallClock = (timeStamp) => performance.timeOrigin + timeStamp

  /** Gives the moment at which the frame after the condition came true begins: what was true then was on screen. */
  const onScreen = (isThere) =>
    new Promise((resolve) => {
      const look = () =>
        isThere()
          ? requestAnimationFrame(() => resolve(wallClock(performance.now())))
          : requestAnimationFrame(look)
      look()
    })

  const nextClick = () =>
    new Promise((resolve) => {
      addEventListener('click', ({ timeStamp }) => resolve(wallClock(timeStamp)), {
        capture: true,
        once: true,
      })
    })

  const inDialog = (selector) =>
    document.querySelector('studylink-share-dialog')?.shadowRoot?.querySelector(`dialog[open] ${selector}`)

  const conditions = {
    dialogUsable: () => inDialog('form button[type="submit"]:not([aria-disabled="true"])')?.checkVisibility(),
    linkShown: () => inDialog('input#link')?.value.startsWith('http'),
  }

  /** Real pixels: every viewport says it is rendered, and the middle of the first canvas is not black. */
  const imageShown = () => {
    const engines = globalThis.cornerstone?.getRenderingEngines?.() ?? []
    const viewports = engines.flatMap((engine) => engine.getViewports())
    const canvas = document.querySelector('.cornerstone-canvas')
    if (!canvas?.width || viewports.length === 0) return false
    if (viewports.some(({ viewportStatus }) => viewportStatus !== 'rendered')) return false
    const middle = new OffscreenCanvas(1, 1).getContext('2d')
    middle.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1)
    return Math.max(...middle.getImageData(0, 0, 1, 1).data.subarray(0, 3)) > 10
  }

  const measure = {
    /** @returns {Promise<number>} milliseconds from the next click until the named condition is on screen */
    async fromClickTo(condition) {
      const from = await nextClick()
      return (await onScreen(conditions[condition])) - from
    },
    /** When the person clicked last in this tab, be it on the page before; else when this page was asked for. */
    from: Number(sessionStorage.getItem(LAST_CLICK) ?? performance.timeOrigin),
    /** When the first image was on screen; absent until then. */
    image: undefined,
  }
  globalThis.studyLinkMeasure = measure

  const rememberClick = async () => sessionStorage.setItem(LAST_CLICK, await nextClick())
  const noteImage = async () => {
    measure.image = await onScreen(imageShown)
  }
  if (location.pathname.startsWith('/ohif/')) void noteImage()
  else void rememberClick()
})()
