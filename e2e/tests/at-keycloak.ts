import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { InnerSurface } from './pages/inner-surface.ts'
import { KeycloakAdministration } from './pages/keycloak-administration.ts'

/** The real Keycloak that the stack signs in at, and the backend that asks it. */
export const atKeycloak = () => {
  const { keycloak, backendUrl, backendCredentials } = stackUnderTest()
  if (!keycloak) throw new Error('this suite needs STUDYLINK_IDENTITY=keycloak')
  return {
    keycloak: new KeycloakAdministration(keycloak),
    inner: new InnerSurface(backendUrl, backendCredentials),
  }
}
