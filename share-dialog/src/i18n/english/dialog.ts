/** English texts of the share dialog. Short words for busy people; errors say what to do next. */
export const messages = {
  'button.label': 'Share',
  'button.tooltip': 'Share this study',
  'dialog.title_one': 'Share study',
  'dialog.title_other': 'Share {count} studies',
  'dialog.close': 'Close',
  'dialog.retry': 'Try again',
  'dialog.preparing': 'Preparing…',
  'dialog.slow': 'This is taking longer than usual…',

  'patient.nameless': 'No patient name',
  'patient.born': 'Born',
  'patient.id': 'Patient ID',
  'study.undescribed': 'Study without description',
  'study.undated': 'No study date',
  'study.accession': 'Accession {accessionNumber}',

  'add.legend': 'Also open: add to the link',

  'confirm.heading_one': 'Check: these studies name {count} patient',
  'confirm.heading_other': 'Check: these studies name {count} different patients',
  'confirm.explanation':
    'Whoever gets the link sees all of them. If you meant one patient, close this window and select only their studies.',
  'confirm.agree_one': 'Yes, share the studies of this {count} patient in one link',
  'confirm.agree_other': 'Yes, share the studies of these {count} patients in one link',
  'confirm.required': 'Tick the box first, or close this window.',
  'confirm.continue': 'Continue',

  'form.ends': 'The link works for',
  'form.otherDate': 'Other date',
  'form.lastDay': 'Last day',
  'form.endsAt': 'Until {instant}',
  'form.dateRequired': 'Choose a day from {first} to {last}.',
  'form.allowDownload': 'Allow downloading',
  'form.allowDownloadHint':
    'Otherwise the download button and archives are blocked. What is on a screen can always be photographed.',
  'form.create': 'Create link',
  'form.creating': 'Creating the link…',

  'shared.ready': 'The link is ready',
  'shared.announced': 'The link is ready. It works until {instant}.',
  'shared.until': 'It works until {instant}.',
  'shared.whoever_one': 'Whoever has this link can see this study, without signing in.',
  'shared.whoever_other': 'Whoever has this link can see these {count} studies, without signing in.',
  'shared.viewOnly': 'View only: download button and archives are blocked.',
  'shared.withDownload': 'Downloading is allowed.',
  'shared.link': 'Link',
  'shared.copy': 'Copy link',
  'shared.copied': 'Copied',
  'shared.copyFailed': 'The browser would not copy. The link is selected: press {keys}.',
  'shared.send': 'Send…',
  'shared.sendTitle': 'Medical images',
  'shared.notCopied':
    'You have not passed the link on yet. It stays valid until {instant}, but you cannot see it here again once this window is closed.',
  'shared.copyAndClose': 'Copy and close',
  'shared.closeAnyway': 'Close without copying',
  'qr.label': 'QR code of the link',
  'qr.hint': 'Scan with a phone’s camera to open the study there.',
  'qr.enlarge': 'Enlarge',
  'qr.shrink': 'Make smaller',
  'qr.save': 'Save picture',
  'qr.drawing': 'Drawing the QR code…',
  'qr.failed': 'The QR code could not be drawn. The link itself works.',

  'failed.load': 'Sharing is not possible right now',
  'failed.create': 'No link was created',
  'failed.chooseAgain': 'Choose another end',
  'failed.network': 'The server cannot be reached. Check the network connection, then try again.',
  'failed.timeout':
    'The server did not answer in time. Try again. Should a link exist after all, nobody has it.',
  'failed.signedOut': 'You are not signed in. Sign in again in this browser, then try again.',
  'failed.noStudy': 'No study is open. Open the study that you want to share, then try again.',
  'failed.tooManyStudies': 'One link holds at most {limit} studies. Select fewer, then share again.',
  'failed.studiesUnreadable': 'The details of the study could not be read. Try again.',
  'failed.unexpected':
    'The server gave an answer that this window does not understand. Try again; if it stays so, tell your IT department.',
  'failed.wait': 'It makes sense to wait {period} first.',
  'failed.reference': 'For your IT department: {reference}',

  'problem.not-signed-in': 'Your sign-in has ended. Sign in again in this browser, then try again.',
  'problem.may-not-share':
    'Your account may look at studies but not share them. Ask your administrator for the right to share.',
  'problem.forbidden': 'Your account is not allowed to do this. Ask your administrator.',
  'problem.study-not-visible':
    'A study was not found, or your account may not see it. Reload the viewer; if it stays so, ask your administrator.',
  'problem.study-ambiguous':
    'The archive holds this study more than once, so it is not clear which one to share. Ask your administrator to merge them.',
  'problem.invalid-request':
    'The server refused the request. Reload the page to get the current version, then try again.',
  'problem.body-too-large': 'Too much was selected for one link. Select fewer studies.',
  'problem.expiry-beyond-policy':
    'The link would work longer than your hospital allows. Choose an earlier end.',
  'problem.not-found': 'This share does not exist any more. Close this window and start again.',
  'problem.link-unknown': 'This link does not exist. Create a new one.',
  'problem.link-expired': 'This link has ended. Create a new one.',
  'problem.link-revoked': 'This link was withdrawn. Create a new one if it is still needed.',
  'problem.link-exhausted': 'This link was opened as often as allowed. Create a new one.',
  'problem.study-gone': 'The study is no longer in the archive. Ask your administrator where it went.',
  'problem.pin-required': 'This link asks for a PIN. Enter the PIN.',
  'problem.pin-wrong': 'The PIN is wrong. Check it and enter it again.',
  'problem.link-locked': 'This link is locked after too many wrong PINs. Its owner can unlock it.',
  'problem.too-many-requests': 'Too many requests in a short time. Wait a moment, then try again.',
  'problem.store-unavailable':
    'The share service cannot store anything right now. Try again in a minute; if it stays so, tell your IT department.',
  'problem.identity-unavailable':
    'The sign-in service does not answer, so your rights cannot be checked. Try again in a minute.',
  'problem.orthanc-unavailable':
    'The image archive does not answer, so the study cannot be checked. Try again in a minute.',
  'problem.study-never-shared':
    'A study carries a label that your hospital never lets out. Select other studies.',
  'problem.pin-policy':
    'Your hospital rules whether links have a PIN. Choose the PIN as the form asks for it.',
  'problem.max-opens-beyond-policy':
    'The link would open more often than your hospital allows. Choose fewer openings.',
  'problem.recipient-not-allowed':
    'The server may not send e-mail to this address. Check the address, or send the link with your own mail program.',
  'problem.email-unavailable': 'The mail server does not answer. Try again in a minute, or copy the link.',
  'problem.internal-error':
    'Something went wrong in the share service. Try again; if it stays so, tell your IT department.',
} as const

export type DialogMessages = typeof messages
