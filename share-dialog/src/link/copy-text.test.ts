import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { copyField } from './copy-text.ts'

let field: HTMLInputElement
const setClipboard = (writeText?: (text: string) => Promise<void>) =>
  Object.defineProperty(navigator, 'clipboard', { value: writeText && { writeText }, configurable: true })
const setCommand = (command: () => boolean) =>
  Object.defineProperty(document, 'execCommand', { value: command, configurable: true })

beforeEach(() => {
  const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
  field = root.appendChild(document.createElement('input'))
  field.value = 'https://images.hospital.example/share/s#abc'
})
afterEach(() => {
  setClipboard()
  document.body.replaceChildren()
})

test('writes to the clipboard where there is one', async () => {
  const writeText = vi.fn<(text: string) => Promise<void>>(async () => {})
  setClipboard(writeText)
  expect(await copyField(field)).toBe(true)
  expect(writeText).toHaveBeenCalledWith(field.value)
})

describe('without a clipboard', () => {
  test('selects the whole field and copies by command', async () => {
    const command = vi.fn<() => boolean>(() => {
      expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length])
      return true
    })
    setCommand(command)
    expect(await copyField(field)).toBe(true)
    expect(command).toHaveBeenCalledOnce()
  })

  test('says so when the command is refused or throws, and leaves the text selected', async () => {
    setCommand(() => false)
    expect(await copyField(field)).toBe(false)
    setCommand(() => {
      throw new Error('blocked')
    })
    expect(await copyField(field)).toBe(false)
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length])
  })
})

test('a clipboard that denies is no reason to give up', async () => {
  setClipboard(async () => Promise.reject(new DOMException('denied', 'NotAllowedError')))
  setCommand(() => true)
  expect(await copyField(field)).toBe(true)
})
