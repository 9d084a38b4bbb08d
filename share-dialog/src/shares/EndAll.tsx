import { useState } from 'preact/hooks'
import type { ApiResult } from '../api/failure.ts'
import { describeFailure } from '../i18n/describe-failure.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { AskToEnd } from '../link/AskToEnd.tsx'

export interface EndAllProps {
  /** Whose or which links, in words. */
  what: string
  s: SharesTranslator
  t: DialogTranslator
  onEnd(): Promise<ApiResult<{ revoked: number }>>
}

type Doing = { state: 'idle' | 'asking' | 'busy' } | { state: 'said'; words: string }

/** Ends many links at once, after a question that says which. */
export function EndAll({ what, s, t, onEnd }: EndAllProps) {
  const [doing, setDoing] = useState<Doing>({ state: 'idle' })
  const end = async () => {
    setDoing({ state: 'busy' })
    const result = await onEnd()
    const words = result.ok
      ? s.plural('action.endedAll', result.value.revoked)
      : describeFailure(result.failure, t).join(' ')
    setDoing({ state: 'said', words })
  }
  if (doing.state === 'asking' || doing.state === 'busy')
    return (
      <fieldset class="asking" aria-label={s.text('action.endAll')}>
        <AskToEnd
          question={s.text('action.endAllQuestion', { what })}
          endLabel={s.text('action.endAll')}
          busy={doing.state === 'busy'}
          t={t}
          onKeep={() => setDoing({ state: 'idle' })}
          onEnd={() => void end()}
        />
      </fieldset>
    )
  return (
    <>
      <button type="button" class="button button-bad" onClick={() => setDoing({ state: 'asking' })}>
        {s.text('action.endAll')}
      </button>
      <output>{doing.state === 'said' && doing.words}</output>
    </>
  )
}
