/** What a letter with a link says. `{name}` and `{date}` are filled in. */
export interface LetterTexts {
  readonly subject: string
  readonly intro: string
  readonly open: string
  readonly until: string
  readonly pin: string
  readonly personal: string
}

/** By the language's primary subtag. */
export const letterTexts = {
  en: {
    subject: 'Medical images for you',
    intro: '{name} shares medical images with you.',
    open: 'Open the images',
    until: 'The link works until {date}.',
    pin: 'You will be asked for a PIN, which you get in another way.',
    personal: 'Whoever has the link can open it: please do not pass it on.',
  },
  fr: {
    subject: 'Des images médicales pour vous',
    intro: '{name} partage des images médicales avec vous.',
    open: 'Ouvrir les images',
    until: 'Le lien est valable jusqu’au {date}.',
    pin: 'Un code vous sera demandé ; vous le recevrez par une autre voie.',
    personal: 'Toute personne qui possède le lien peut l’ouvrir : merci de ne pas le transmettre.',
  },
  de: {
    subject: 'Medizinische Bilder für Sie',
    intro: '{name} teilt medizinische Bilder mit Ihnen.',
    open: 'Bilder öffnen',
    until: 'Der Link gilt bis {date}.',
    pin: 'Sie werden nach einer PIN gefragt, die Sie auf anderem Weg erhalten.',
    personal: 'Wer den Link hat, kann ihn öffnen: Bitte geben Sie ihn nicht weiter.',
  },
  nl: {
    subject: 'Medische beelden voor u',
    intro: '{name} deelt medische beelden met u.',
    open: 'Beelden openen',
    until: 'De link werkt tot {date}.',
    pin: 'Er wordt u een pincode gevraagd, die u op een andere manier krijgt.',
    personal: 'Wie de link heeft, kan hem openen: geef hem niet door.',
  },
  es: {
    subject: 'Imágenes médicas para usted',
    intro: '{name} comparte imágenes médicas con usted.',
    open: 'Abrir las imágenes',
    until: 'El enlace funciona hasta el {date}.',
    pin: 'Se le pedirá un PIN, que recibirá por otra vía.',
    personal: 'Quien tenga el enlace puede abrirlo: no lo reenvíe, por favor.',
  },
  it: {
    subject: 'Immagini mediche per Lei',
    intro: '{name} condivide immagini mediche con Lei.',
    open: 'Apri le immagini',
    until: 'Il link è valido fino al {date}.',
    pin: 'Le verrà chiesto un PIN, che riceverà in altro modo.',
    personal: 'Chi ha il link può aprirlo: per favore non lo inoltri.',
  },
  pt: {
    subject: 'Imagens médicas para si',
    intro: '{name} partilha imagens médicas consigo.',
    open: 'Abrir as imagens',
    until: 'A ligação funciona até {date}.',
    pin: 'Ser-lhe-á pedido um PIN, que receberá por outra via.',
    personal: 'Quem tiver a ligação pode abri-la: por favor, não a reencaminhe.',
  },
  ar: {
    subject: 'صور طبية لك',
    intro: '{name} يشارك معك صورًا طبية.',
    open: 'فتح الصور',
    until: 'الرابط صالح حتى {date}.',
    pin: 'سيُطلب منك رمز PIN، وستحصل عليه بطريقة أخرى.',
    personal: 'كل من لديه الرابط يستطيع فتحه: يُرجى عدم تمريره إلى غيرك.',
  },
} as const satisfies Record<string, LetterTexts>
