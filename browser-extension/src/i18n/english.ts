/** English texts of the extension's own screens; those of the dialog come with it. */
export const messages = {
  'popup.loading': 'Looking for the study…',
  'popup.retry': 'Try again',
  'popup.settings': 'Settings',
  'popup.myShares': 'My shares',
  'popup.signOut': 'Sign out',
  'popup.actions': 'More',

  'setUp.heading': 'Connect to your hospital first',
  'setUp.text':
    'StudyLink needs the address of your hospital’s sharing service. Your IT department knows it.',
  'setUp.button': 'Set up',

  'noStudy.heading': 'No study in this tab',
  'noStudy.text':
    'Open a study in your viewer, then press the toolbar button again. A list of many studies, or of one patient, names no single study.',
  'noStudy.viewers': 'Studies are recognised in {viewers}, and wherever the address has a StudyInstanceUID.',

  'site.heading': 'Is this your viewer?',
  'site.text': 'StudyLink looks for studies only on sites that you allow. This tab shows {origin}.',
  'site.button': 'Allow this site',

  'signedOut.heading': 'Sign in to share',
  'signedOut.text':
    'Sign in with your hospital account. A window opens; then press the toolbar button again if this does not come back by itself.',
  'signedOut.button': 'Sign in',
  'signedOut.waiting': 'Waiting for you to sign in…',

  'permission.heading': 'The browser does not let StudyLink reach your hospital',
  'permission.text': 'Allow access to {origin}. StudyLink asks for no other site.',
  'permission.button': 'Allow access',

  'unreachable.heading': 'Your hospital’s service does not answer',
  'unreachable.text':
    'Are you in the hospital’s network or VPN? Then try again. If it stays so, check the address: {shareRoot}',
  'unreachable.settings': 'Check the address',

  'foreign.heading': 'Something else answers at your hospital’s address',
  'foreign.text':
    'What came from {shareRoot} is not StudyLink. Perhaps your network wants you to sign in first: open that address in a tab. Then try again, or check the address.',
  'forbidden.heading': 'Your account may not see studies here',
  'forbidden.text':
    'Ask your administration for the right to view and share studies, or use another account.',
  'forbidden.button': 'Sign in with another account',
  'busy.heading': 'Too many requests at the moment',
  'busy.text': 'Nothing is lost. Wait {period}, then try again.',
  'faulty.heading': 'Your hospital’s service cannot do this now',
  'faulty.text': 'It answers, but something behind it does not. Try again in a minute.',
  'faulty.reference': 'If it stays so, tell your IT department: {reference}',

  'unknownExtension.heading': 'This extension is not known to your hospital’s service',
  'unknownExtension.text': 'Your IT department has to list its sign-in address: {redirectUri}',

  'notInArchive.heading_one': 'This study is not in your hospital’s archive',
  'notInArchive.heading_other': 'These {count} studies are not in your hospital’s archive',
  'notInArchive.text':
    'Or your account may not see it. {host} shares only what it keeps itself and what you may see there. If the study should be there, ask its administration.',
  'someMissing.heading_one': '{count} study cannot be shared',
  'someMissing.heading_other': '{count} studies cannot be shared',
  'someMissing.text': 'They are not in your hospital’s archive, or your account may not see them.',
  'someMissing.button_one': 'Go on with the other study',
  'someMissing.button_other': 'Go on with the other {count} studies',

  'options.title': 'StudyLink settings',
  'options.intro': 'Share a study by link or QR code, straight from the viewer that you use.',
  'options.service': 'Your hospital’s service',
  'options.address': 'Address',
  'options.addressHint': 'As your IT department gave it to you, for example https://pacs.hospital.example',
  'options.connect': 'Connect',
  'options.connecting': 'Connecting…',
  'options.connected': 'Connected to {institution}',
  'options.anonymous': 'the service at {host}',
  'options.badAddress': 'This is no web address. It looks like https://pacs.hospital.example',
  'options.denied': 'Without access to {host} nothing can be shared. Press Connect again and allow it.',
  'options.notOurs':
    'Nothing at {shareRoot} answers as a StudyLink service. Check the address, and whether you are in the hospital’s network.',
  'options.managed': 'Set by your hospital.',
  'options.viewers': 'Where you look at studies',
  'options.viewersHint':
    'Studies are recognised on these sites and nowhere else. The service’s own site is always among them.',
  'options.viewer': 'Add a viewer’s address',
  'options.add': 'Add',
  'options.remove': 'Remove {origin}',
  'options.button': 'Show a Share button in these viewers',
  'options.buttonHint': 'The browser asks you once for each site.',
  'options.allowButton': 'Allow the button on these sites',
  'options.account': 'Your account',
  'options.signedInAs': 'Signed in as {name}',
  'options.signedOut': 'Not signed in.',
  'options.signIn': 'Sign in',
  'options.signOut': 'Sign out',
  'options.howTo': 'How to share',
  'options.howToText':
    'Open a study, then press the StudyLink button in the browser’s toolbar, or {keys}. On a link to a study: right-click, «Share study».',
} as const
export type ExtensionMessages = typeof messages

/** What the browser itself shows: the manifest's texts and those of the in-page button. */
export const browserMessages = {
  name: 'StudyLink: share studies',
  description:
    'Share the DICOM study in front of you by link or QR code, through your hospital’s own StudyLink service.',
  action: 'Share study',
  button: 'Share',
} as const
