import type { LetterTexts } from './letter-texts.ts'

export const es: LetterTexts = {
  subject: 'Imágenes médicas para usted',
  intro: '{name} comparte imágenes médicas con usted.',
  open: 'Abrir las imágenes',
  until: 'El enlace funciona hasta el {date}.',
  pin: 'Se le pedirá un PIN, que recibirá por otra vía.',
  personal: 'Quien tenga el enlace puede abrirlo: no lo reenvíe, por favor.',
  openedSubject: 'Su enlace se ha abierto',
  opened: 'Un enlace creado por usted se abrió el {date}. Aperturas hasta ahora: {count}.',
  manage: 'Verlo, cambiarlo o terminarlo',
}
