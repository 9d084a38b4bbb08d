/**
 * Runs in every measured page before its own scripts, as it is: the page's own clock and frames decide, not the
 * polling of the program that drives the browser.
 */
;(() => {
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

  globalThis.studyLinkMeasure = {
    /** @returns {Promise<number>} milliseconds from the next click until the named condition is on screen */
    async fromClickTo(condition) {
      const from = await nextClick()
      return (await onScreen(conditions[condition])) - from
    },
  }

  if (globalThis.top !== globalThis || globalThis.studyLinkReport === undefined) return
  const report = async (moment, at) => globalThis.studyLinkReport(moment, await at)
  void report('click', nextClick())
  if (location.pathname.startsWith('/ohif/')) {
    void report('start', performance.timeOrigin)
    void report('image', onScreen(imageShown))
  }
})()
