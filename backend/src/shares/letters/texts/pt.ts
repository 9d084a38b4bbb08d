import type { LetterTexts } from './letter-texts.ts'

export const pt: LetterTexts = {
  subject: 'Imagens médicas para si',
  intro: '{name} partilha imagens médicas consigo.',
  open: 'Abrir as imagens',
  until: 'A ligação funciona até {date}.',
  pin: 'Ser-lhe-á pedido um PIN, que receberá por outra via.',
  personal: 'Quem tiver a ligação pode abri-la: por favor, não a reencaminhe.',
  openedSubject: 'A sua ligação foi aberta',
  opened: 'Uma ligação criada por si foi aberta: {date}. Aberturas até agora: {count}.',
  manage: 'Vê-la, alterá-la ou terminá-la',
}
