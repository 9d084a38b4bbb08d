import type { MeResponse } from '@studylink/backend/contract'
import type { SharesTranslator } from '../i18n/shares-translator.ts'

export interface SignedInAsProps {
  me: Pick<MeResponse, 'name'>
  s: SharesTranslator
  onSignOut(): void
}

/** Who is signed in, and the way out. */
export function SignedInAs({ me, s, onSignOut }: SignedInAsProps) {
  return (
    <div class="page-user">
      <bdi>{me.name}</bdi>
      <button type="button" class="button button-quiet" onClick={onSignOut}>
        {s.text('page.signOut')}
      </button>
    </div>
  )
}
