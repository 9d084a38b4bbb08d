import type { LetterTexts } from './letter-texts.ts'

export const fr: LetterTexts = {
  subject: 'Des images médicales pour vous',
  intro: '{name} partage des images médicales avec vous.',
  open: 'Ouvrir les images',
  until: 'Le lien est valable jusqu’au {date}.',
  pin: 'Un code PIN vous sera demandé ; vous le recevrez par une autre voie.',
  personal: 'Toute personne qui possède le lien peut l’ouvrir : merci de ne pas le transmettre.',
  openedSubject: 'Votre lien a été ouvert',
  opened: 'Un lien que vous avez créé a été ouvert le {date}. Nombre d’ouvertures : {count}.',
  manage: 'Le consulter, le modifier ou y mettre fin',
}
