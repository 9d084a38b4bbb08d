import type { LetterTexts } from './letter-texts.ts'

export const de: LetterTexts = {
  subject: 'Medizinische Bilder für Sie',
  intro: '{name} teilt medizinische Bilder mit Ihnen.',
  open: 'Bilder öffnen',
  until: 'Der Link gilt bis {date}.',
  pin: 'Sie werden nach einer PIN gefragt, die Sie auf anderem Weg erhalten.',
  personal: 'Wer den Link hat, kann ihn öffnen: Bitte geben Sie ihn nicht weiter.',
  openedSubject: 'Ihr Link wurde geöffnet',
  opened: 'Ein Link von Ihnen wurde geöffnet: {date}. Aufrufe bisher: {count}.',
  manage: 'Ansehen, ändern oder beenden',
}
