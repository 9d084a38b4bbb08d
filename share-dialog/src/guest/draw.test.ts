import type { Institution } from '@studylink/backend/contract'
import { describe, expect, it } from 'vitest'
import { messages } from '../i18n/english/guest.ts'
import { createTranslator } from '../i18n/translator.ts'
import { drawFoot, drawHead, drawState, nobody, type DrawOptions } from './draw.ts'
import { isRetryable, refusalReasons, type GuestState } from './guest-state.ts'

const t = createTranslator({ language: 'en', locale: 'en-GB', english: messages })
const institution: Institution = {
  name: 'St. Elsewhere',
  logoUrl: null,
  contact: 'Radiology, +49 30 1234',
  contactUrl: 'tel:+49301234',
  privacyUrl: '/privacy',
  imprintUrl: null,
}
const preview = {
  shareId: 'AAAAAAAAAAAAAA',
  sharedBy: '<b>Diana</b> Doctor',
  expiresAt: '2026-11-30T12:00:00Z',
  studyCount: 2,
  pinRequired: false,
  pinKind: null,
  note: null,
  allowDownload: false,
  viewer: null,
}
const options = (overrides: Partial<DrawOptions> = {}): DrawOptions => ({
  t,
  institution,
  now: new Date('2026-11-23T12:00:05Z'),
  onOpen: () => {},
  onRetry: () => {},
  onGoOn: () => {},
  ...overrides,
})

describe('the preview', () => {
  it('says who shared, how much and until when', () => {
    const { textContent } = drawState({ state: 'preview', preview }, options())
    expect(textContent).toContain('2 examinations')
    expect(textContent).toContain('30 November 2026')
    expect(textContent).toContain('in 7 days')
    expect(textContent).toContain('View the images')
  })

  it('shows names as text, never as markup', () => {
    const card = drawState({ state: 'preview', preview }, options())
    expect(card.textContent).toContain('<b>Diana</b> Doctor')
    expect(card.querySelector('b')).toBeNull()
  })

  it('has one button, which opens', () => {
    let clicks = 0
    const card = drawState({ state: 'preview', preview }, options({ onOpen: () => clicks++ }))
    const buttons = [...card.querySelectorAll('button')]
    expect(buttons.map((button) => button.textContent)).toEqual(['Open the images'])
    document.body.append(card)
    buttons[0]?.click()
    expect(clicks).toBe(1)
  })

  it('does not open twice', () => {
    let clicks = 0
    const card = drawState({ state: 'opening', preview }, options({ onOpen: () => clicks++ }))
    card.querySelector('button')?.click()
    expect(clicks).toBe(0)
  })
})

describe('a refusal', () => {
  it.each(refusalReasons)('for %s says what is wrong and whom to ask', (reason) => {
    const card = drawState({ state: 'refused', reason }, options())
    expect(card.querySelector('h1')?.textContent).toBe(t.text(`refused.${reason}.heading`))
    expect(card.querySelector('a[href="tel:+49301234"]')?.textContent).toBe('Radiology, +49 30 1234')
    expect(card.textContent).toContain('St. Elsewhere')
    expect(card.querySelectorAll('button')).toHaveLength(isRetryable(reason) ? 1 : 0)
  })

  it('names the sender where the institution says nothing of itself', () => {
    const card = drawState({ state: 'refused', reason: 'expired' }, options({ institution: nobody }))
    expect(card.textContent).toContain('Ask the person who sent you this link.')
  })
})

describe('head and foot', () => {
  it('show the logo under its name, and the name when the logo is missing', () => {
    const head = document.createElement('header')
    head.append(...drawHead({ ...institution, logoUrl: '/logo.svg' }))
    const logo = head.querySelector('img')
    expect(logo?.getAttribute('alt')).toBe('St. Elsewhere')
    logo?.dispatchEvent(new Event('error'))
    expect(head.textContent).toBe('St. Elsewhere')
  })

  it('are empty when there is nothing to say', () => {
    expect(drawHead(nobody)).toEqual([])
    expect(drawFoot({ state: 'loading' }, { t, institution: nobody })).toEqual([])
  })

  it('say whom to ask, once, and link only what is configured', () => {
    const footOf = (state: GuestState) =>
      drawFoot(state, { t, institution }).map(({ textContent }) => textContent)
    for (const state of [
      { state: 'preview', preview },
      { state: 'opening', preview },
    ] as const)
      expect(footOf(state)).toEqual(['Radiology, +49 30 1234', 'Privacy'])
    expect(footOf({ state: 'refused', reason: 'expired' })).toEqual(['Privacy'])
  })

  it('give the address alone a name', () => {
    const contact = { ...institution, contact: null }
    const [link] = drawFoot({ state: 'preview', preview }, { t, institution: contact }) as HTMLElement[]
    expect(link?.outerHTML).toBe('<a class="contact" href="tel:+49301234" rel="noreferrer">Contact</a>')
  })
})
