import { guarded } from './guarded.ts'
import { id } from './id.ts'
import type { OhifHost } from './ohif-host.ts'
import { adaptToPhone } from './phone/adapt-to-phone.ts'
import { readSettings } from './settings.ts'
import { COMMAND, EVALUATOR } from './share/share-button.ts'
import { createShareSession, type ShareSession } from './share/share-session.ts'

let session: ShareSession | undefined
let phone: ReturnType<typeof adaptToPhone>

/**
 * StudyLink in OHIF: a Share button for clinicians who may share, and a viewer that fingers can use on a phone.
 * Whatever fails in here is told on the console and leaves OHIF as it is.
 */
export default {
  id,
  preRegistration: guarded((host: OhifHost) => {
    const { services } = host.servicesManager
    session = createShareSession({ services, ...readSettings(host) })
    phone = adaptToPhone(host)
  }),
  onModeEnter: guarded(async () => {
    phone?.start()
    await session?.start()
  }),
  onModeExit: guarded(() => {
    phone?.stop()
    session?.stop()
  }),
  getCommandsModule: () => ({
    definitions: { [COMMAND]: { commandFn: guarded(() => session?.share()) } },
    defaultContext: 'DEFAULT',
  }),
  getToolbarModule: () => [{ name: EVALUATOR, evaluate: () => ({ disabled: false }) }],
}
