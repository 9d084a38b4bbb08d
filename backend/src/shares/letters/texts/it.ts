import type { LetterTexts } from './letter-texts.ts'

export const it: LetterTexts = {
  subject: 'Immagini mediche per Lei',
  intro: '{name} condivide immagini mediche con Lei.',
  open: 'Apri le immagini',
  until: 'Il link è valido fino al {date}.',
  pin: 'Le verrà chiesto un PIN, che riceverà in altro modo.',
  personal: 'Chi ha il link può aprirlo: per favore non lo inoltri.',
  openedSubject: 'Il Suo link è stato aperto',
  opened: 'Un link creato da Lei è stato aperto: {date}. Aperture finora: {count}.',
  manage: 'Vederlo, modificarlo o terminarlo',
}
