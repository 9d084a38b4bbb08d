import { secureHeaders } from 'hono/secure-headers'

export interface ContentPolicyDeps {
  /** URLs that pages talk to besides their own host: the identity provider, the viewer. */
  readonly connectTo: readonly string[]
  readonly logoUrl: string | null
}

const originsOf = (urls: readonly (string | null)[]) => [
  ...new Set(
    urls.filter((url) => url !== null && URL.canParse(url)).map((url) => new URL(url as string).origin),
  ),
]

/** Headers of a page: nothing but our own scripts and styles, no frames, no referrer, nothing stored. */
export const createPageHeaders = (
  { connectTo, logoUrl }: ContentPolicyDeps,
  { mayHaveOpener }: { readonly mayHaveOpener: boolean },
) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', ...originsOf([logoUrl])],
      connectSrc: ["'self'", ...originsOf(connectTo)],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
    crossOriginOpenerPolicy: mayHaveOpener ? 'unsafe-none' : 'same-origin',
    // A process of our own would not be the viewer's: what the guest page had compiled for it would be lost.
    originAgentCluster: false,
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    // Whoever ends TLS knows whether all of the host is https.
    strictTransportSecurity: false,
  })

/** Headers of everything that is no page: it can neither run nor be framed. */
export const dataHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
})
