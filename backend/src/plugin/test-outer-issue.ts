import type { Policy } from '../contract/index.ts'
import { createTestApp, type TestApp, type TestAppOptions } from '../testing/create-test-app.ts'
import { createTestArchive } from '../testing/test-archive.ts'
import { createTestIdentity } from '../testing/test-identity.ts'
import type { OuterIssueDeps } from './outer-issue-routes.ts'
import { POLICY, ROOTS } from './test-service.ts'

/** The whole service with the route that OE2's calls are sent to, an archive and clinicians of its own. */
export const createOuterIssueService = async (policy: Policy = POLICY, options: TestAppOptions = {}) => {
  const { identity, stop } = createTestIdentity()
  const archive = createTestArchive()
  // The app's own parts are made with it: they are reached when a request comes.
  const outerIssue: OuterIssueDeps = {
    store: { createShare: (share) => app.store.createShare(share) },
    codes: { make: () => app.codes.make() },
    liveShares: { update: (share) => app.liveShares.update(share) },
    mint: {
      forShare: (request) => app.resourceTokens.forShare(request),
      instant: (request) => app.resourceTokens.instant(request),
    },
    policy,
    instantLinkMaxSeconds: 3_600,
    roots: ROOTS,
    shareRoot: 'https://pacs.example.org/share/',
    clock: () => app.clock(),
    identity,
    visibility: archive.archive,
    neverSharedLabels: ['vip'],
  }
  const app: TestApp = await createTestApp({ ...options, outerIssue })
  return { app, archive, stopIdentity: stop }
}
export type OuterIssueService = Awaited<ReturnType<typeof createOuterIssueService>>
