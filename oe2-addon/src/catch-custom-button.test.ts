import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { catchCustomButton, type CatchCustomButtonOptions } from './catch-custom-button.ts'

const shareRoot = new URL('https://pacs.example.org/share/')
const OURS = 'https://pacs.example.org/share/new?studies=1.2.3,4.5.6'

/** As OE2 does for a custom button with GET. */
const oe2Clicks = (href: string, id = 'hidden-link-for-custom-buttons') => {
  const link = document.createElement('a')
  link.id = id
  link.href = href
  document.body.append(link)
  const click = new MouseEvent('click', { bubbles: true, cancelable: true })
  link.dispatchEvent(click)
  return click
}

const openDialog = vi.fn<CatchCustomButtonOptions['openDialog']>()
const openPage = vi.fn<CatchCustomButtonOptions['openPage']>()
let signedIn = true
let stop = () => {}
beforeEach(() => {
  signedIn = true
  openDialog.mockReset().mockResolvedValue(undefined)
  openPage.mockReset()
  stop = catchCustomButton(document, { shareRoot, isSignedIn: () => signedIn, openDialog, openPage })
})
afterEach(() => {
  stop()
  document.body.replaceChildren()
})

test('our button opens the dialog, and the page stays', () => {
  expect(oe2Clicks(OURS).defaultPrevented).toBe(true)
  expect(openDialog).toHaveBeenCalledExactlyOnceWith([
    { studyInstanceUID: '1.2.3' },
    { studyInstanceUID: '4.5.6' },
  ])
})

test('other custom buttons and other links stay OE2’s', () => {
  expect(oe2Clicks('https://pacs.example.org/viewer?study=1.2.3').defaultPrevented).toBe(false)
  expect(oe2Clicks(OURS, 'another-link').defaultPrevented).toBe(false)
  expect(openDialog).not.toHaveBeenCalled()
})

test('where OE2 signs nobody in, the button leads to the full page', () => {
  signedIn = false
  expect(oe2Clicks(OURS).defaultPrevented).toBe(false)
  expect(openDialog).not.toHaveBeenCalled()
})

test('a second click while the dialog is open opens no second one', async () => {
  let close = () => {}
  openDialog.mockReturnValue(
    new Promise((resolve) => {
      close = resolve
    }),
  )
  oe2Clicks(OURS)
  expect(oe2Clicks(OURS).defaultPrevented).toBe(true)
  expect(openDialog).toHaveBeenCalledTimes(1)
  close()
  await vi.waitFor(() => {
    oe2Clicks(OURS)
    expect(openDialog).toHaveBeenCalledTimes(2)
  })
})

test('a dialog that cannot be loaded gives way to the full page', async () => {
  openDialog.mockRejectedValue(new TypeError('failed to fetch'))
  oe2Clicks(OURS)
  await vi.waitFor(() => expect(openPage).toHaveBeenCalledExactlyOnceWith(OURS))
})
