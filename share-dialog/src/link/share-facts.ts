import type { Share } from '@studylink/backend/contract'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import { formatInstant } from '../i18n/formats.ts'

/** «Until Monday, 30 November …», or that it never ends. */
export const describeShareEnd = ({ expiresAt }: Pick<Share, 'expiresAt'>, t: DialogTranslator): string =>
  expiresAt === null
    ? t.text('form.noEnd')
    : t.text('form.endsAt', { instant: formatInstant(new Date(expiresAt), t.locale) })

/** «Opened 3 times», and of how many where there is a limit. */
export const describeOpenings = ({ openings, maxOpens }: Share, t: DialogTranslator): string =>
  maxOpens === null
    ? t.plural('share.opened', openings)
    : t.text('share.openedOf', {
        openings: new Intl.NumberFormat(t.locale).format(openings),
        limit: new Intl.NumberFormat(t.locale).format(maxOpens),
      })

/** Whether the link can still be passed on: a locked one works again when its owner unlocks it. */
export const isAlive = ({ state }: Share): boolean => state === 'active' || state === 'locked'
