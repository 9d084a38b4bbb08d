import type { VariableName } from '../config/variables.ts'

/**
 * Every variable that the Python service reads, with what differs here; empty: nothing. VARIABLES.md tells the same in
 * more words.
 */
export const pythonVariables: Readonly<Partial<Record<VariableName, string>>> = {
  SECRET_KEY: '',
  USERS: 'a name has no colon, a password is not empty',
  SERVER_ID: 'is compared for every token, not only where a public root is set',
  PERMISSIONS_FILE_PATH:
    'saving from Orthanc Explorer 2 keeps the comments; edits are noticed without a restart',
  ANONYMOUS_PROFILE_FILE_PATH:
    'guests with a token never get this profile; a file that cannot be read stops the start',
  PUBLIC_ORTHANC_ROOT: '',
  PUBLIC_LANDING_ROOT: 'is used only where PUBLIC_SHARE_ROOT is not set',
  PUBLIC_OHIF_ROOT: '',
  OHIF_DATA_SOURCE: '',
  MEDDREAM_TOKEN_SERVICE_URL: 'is asked for at most 4 s',
  PUBLIC_MEDDREAM_ROOT: '',
  ENABLE_KEYCLOAK: 'the service starts without Keycloak and finds it when it comes',
  KEYCLOAK_URI:
    'the issuer in tokens is checked: OIDC_ISSUERS is its public name, if it has another than inside',
  KEYCLOAK_ADMIN_URI: 'is asked for at most 3 s',
  KEYCLOAK_CLIENT_SECRET: '',
  ENABLE_KEYCLOAK_API_KEYS: 'off means off, also with the client’s secret; a key of two users is refused',
  ENABLE_EMAILS: '',
  EMAILS_TEMPLATES_ROOT: 'a template’s name never leads out of the folder',
  EMAILS_SENDER_ADDRESS: '',
  EMAILS_REPLY_TO: '',
  EMAILS_SMTP_SERVER_HOSTNAME: '',
  EMAILS_SMTP_SERVER_PORT: '',
  EMAILS_SMTP_SERVER_USES_TLS: '',
  EMAILS_SMTP_SERVER_TIMEOUT: '',
  EMAILS_SMTP_SERVER_USER_NAME: '',
  EMAILS_SMTP_SERVER_PWD: '',
}

/** What images and shells bring along: nobody set it for this service. */
export const isOfTheImage = (name: string): boolean =>
  /^(?:PATH|HOME|HOSTNAME|LANG|LC_\w+|PWD|OLDPWD|SHLVL|TERM|USER|LOGNAME|SHELL|_|TZ|GPG_KEY|PYTHON\w*|PIP_\w+|VIRTUAL_ENV|DEBIAN_FRONTEND)$/.test(
    name,
  )
