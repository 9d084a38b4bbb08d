import type { LetterTexts } from './letter-texts.ts'

export const nl: LetterTexts = {
  subject: 'Medische beelden voor u',
  intro: '{name} deelt medische beelden met u.',
  open: 'Beelden openen',
  until: 'De link werkt tot {date}.',
  pin: 'Er wordt u een pincode gevraagd, die u op een andere manier krijgt.',
  personal: 'Wie de link heeft, kan hem openen: geef hem niet door.',
  openedSubject: 'Uw link is geopend',
  opened: 'Een link van u is geopend op {date}. Aantal keren geopend: {count}.',
  manage: 'Bekijken, wijzigen of beëindigen',
}
