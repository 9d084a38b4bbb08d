/** The sign-in of browser extensions. */
export { createSignInProvider, type SignInProvider } from './provider.ts'
export { createSignInRoutes, type SignInRoutesDeps } from './routes.ts'
export { extensionOrigins } from './extension-origins.ts'
