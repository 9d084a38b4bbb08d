import { SAMPLE_PASSWORD } from '../identity/users.ts'

/**
 * What the deployment's realm file leaves open. All of it has to be set: Keycloak imports a variable that is
 * not there as its own name, which would then be the secret.
 */
export const realmVariables = (publicUrl: URL, clientSecret: string) => ({
  STUDYLINK_PUBLIC_URL: publicUrl.href.replace(/\/$/, ''),
  STUDYLINK_PUBLIC_ORIGIN: publicUrl.origin,
  KEYCLOAK_CLIENT_SECRET: clientSecret,
  STUDYLINK_ADMIN_PASSWORD: SAMPLE_PASSWORD,
  STUDYLINK_DOCTOR_PASSWORD: SAMPLE_PASSWORD,
  STUDYLINK_EXTERNAL_PASSWORD: SAMPLE_PASSWORD,
})
