import { describe, expect, it } from 'vitest'
import { createFakeOhif } from '../fake-ohif.ts'
import { closePanelsAtFirst } from './close-panels.ts'
import { scrollWithOneFinger } from './one-finger-scroll.ts'

const LAYOUT = '@ohif/extension-default.layoutTemplateModule.viewerLayout'

describe('on a phone', () => {
  it('the viewer starts with its side panels closed, and keeps its other properties', () => {
    const { fake, host } = createFakeOhif()
    fake.modules[LAYOUT] = { component: (props) => props }
    closePanelsAtFirst(host.extensionManager)
    expect(fake.modules[LAYOUT].component?.({ leftPanelClosed: false, viewports: [1] })).toEqual({
      leftPanelClosed: true,
      rightPanelClosed: true,
      viewports: [1],
    })
  })

  it('a viewer without that layout stays as it is', () => {
    expect(() => closePanelsAtFirst(createFakeOhif().host.extensionManager)).not.toThrow()
  })

  const enter = async (numImageFrames: number) => {
    const { fake, host } = createFakeOhif()
    const stop = scrollWithOneFinger(host)
    fake.displaySets = [{ displaySetInstanceUID: 'a', numImageFrames }]
    fake.activeDisplaySetUID = 'a'
    fake.emit('ready')
    fake.emit('grid')
    await Promise.resolve()
    return { fake, stop }
  }

  it('one finger scrolls a stack, set once so that the reader may choose another tool', async () => {
    const { fake, stop } = await enter(40)
    expect(fake.commands).toEqual([['setToolActiveToolbar', { toolName: 'StackScroll' }]])
    stop()
    expect(fake.listeners()).toBe(0)
  })

  it('one finger keeps window levelling on a single image', async () => {
    expect((await enter(1)).fake.commands).toEqual([])
  })
})
