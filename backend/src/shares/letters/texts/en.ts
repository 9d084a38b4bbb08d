import type { LetterTexts } from './letter-texts.ts'

export const en: LetterTexts = {
  subject: 'Medical images for you',
  intro: '{name} shares medical images with you.',
  open: 'Open the images',
  until: 'The link works until {date}.',
  pin: 'You will be asked for a PIN, which you get in another way.',
  personal: 'Whoever has the link can open it: please do not pass it on.',
  openedSubject: 'Your link was opened',
  opened: 'A link that you made was opened on {date}. Openings so far: {count}.',
  manage: 'Look at it, change it or end it',
}
