/** English texts of the guest page. For patients and colleagues elsewhere: no jargon, and each error says whom to ask. */
export const messages = {
  'page.title': 'Shared medical images',

  'preview.heading': 'Medical images have been shared with you',
  'preview.sharedBy': 'Shared by',
  'preview.contents': 'Contents',
  'preview.studies_one': '{count} examination',
  'preview.studies_other': '{count} examinations',
  'preview.until': 'Available until',
  'preview.may': 'You can',
  'preview.mayView': 'View the images',
  'preview.mayDownload': 'View and download the images',
  'preview.open': 'Open the images',
  'preview.opening': 'Opening the images…',
  'preview.hint': 'They open in this browser. No account, nothing to install.',
  'preview.care': 'Anyone who has this link can see the images. Pass it on only to people you trust.',

  'refused.noCode.heading': 'Open your link again',
  'refused.noCode.explanation':
    'This page needs the whole link. Open it from the message you received, or scan the QR code again.',
  'refused.sessionEnded.heading': 'Your session has ended',
  'refused.sessionEnded.explanation':
    'To protect the images, they stay open for a limited time. Open the link again from the message you received, or scan the QR code again.',
  'refused.unknown.heading': 'This link is not valid',
  'refused.unknown.explanation':
    'Part of it may be missing. Open it again from the message you received, or scan the QR code again.',
  'refused.expired.heading': 'This link has ended',
  'refused.expired.explanation': 'The images were shared for a limited time, and that time is over.',
  'refused.revoked.heading': 'This link has been withdrawn',
  'refused.revoked.explanation': 'Whoever shared the images has ended it.',
  'refused.exhausted.heading': 'This link has been used up',
  'refused.exhausted.explanation': 'It could be opened a limited number of times.',
  'refused.gone.heading': 'These images are no longer available',
  'refused.gone.explanation': 'They have been removed from the archive since the link was made.',
  'refused.tooMany.heading': 'Too many attempts',
  'refused.tooMany.explanation': 'Please wait a little and try again.',
  'refused.unavailable.heading': 'Not available at the moment',
  'refused.unavailable.explanation': 'Your link is still good. Please try again in a few minutes.',
  'refused.network.heading': 'No connection',
  'refused.network.explanation':
    'The server could not be reached. Check your internet connection and try again.',

  retry: 'Try again',
  'help.heading': 'Questions, or a new link?',
  'help.sender': 'Ask the person who sent you this link.',
  'help.institution': 'Ask the person who sent you this link, or {institution}.',
  'help.contact': 'Contact',
  'footer.privacy': 'Privacy',
  'footer.imprint': 'Imprint',
} as const
