/** English texts of the printed sheet. For patients, who read it at home: whole sentences, no jargon. */
export const messages = {
  title: 'Your medical images',
  until: 'Available until {instant}',
  noEnd: 'Available until the hospital ends the link',
  how: 'How to see them',
  qr: 'QR code of the link',
  step1: 'Point the camera of your phone at the square code and tap the address that appears.',
  step2: 'Press «Open the images». No account is needed, and nothing has to be installed.',
  stepPin: 'Enter the PIN that you were given.',
  orType: 'Or type this address on a computer',
  care: 'Whoever has this sheet can see the images. Keep it safe, and show it only to people you trust.',
  carePin:
    'Whoever has this sheet and the PIN can see the images. Keep the two apart, and pass them on only to people you trust.',
  ask: 'Questions? {contact}',
  askSender: 'Questions? Ask the person who gave you this sheet.',
  pinHeading: 'PIN: tear off and keep separately',
  pinHint: 'You need this PIN together with the address on the other part.',
} as const
