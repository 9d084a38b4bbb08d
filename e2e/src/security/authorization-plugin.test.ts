import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guardedSuite } from './guarded-suite.ts'

/** File of Orthanc's authorization plugin, which Debian does not have. */
const plugin = process.env.AUTHORIZATION_PLUGIN ?? ''
const isThere = existsSync(plugin)
/** File of Orthanc's OHIF plugin; absent: the viewer is not Orthanc's. */
const ohifPlugin = process.env.OHIF_PLUGIN

describe.skipIf(!isThere).each([
  { at: 'the top', path: '' },
  { at: '/imaging', path: '/imaging' },
])(
  `an Orthanc with its authorization plugin behind nginx, at $at${isThere ? '' : ' (set AUTHORIZATION_PLUGIN to its file)'}`,
  { timeout: 60_000 },
  ({ path }) => {
    const guarded = guardedSuite({ mode: 'plugin', plugin, ohifPlugin, path })

    it.skipIf(ohifPlugin === undefined)('has the viewer’s page from the plugin, for everybody', async () => {
      const page = await fetch(`${guarded().url}${path}/ohif/viewer`)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<title>OHIF Viewer</title>')
    })

    it('makes links by the service, which knows who asks', async () => {
      const { samples, doctor, view, sendAs } = guarded()
      const request = {
        method: 'PUT',
        target: '/auth/tokens/ohif-viewer-publication',
        headers: [['Content-Type', 'application/json'] as const],
        body: JSON.stringify({
          Resources: [{ DicomUid: samples.own.studyInstanceUID, OrthancId: '', Level: 'study' }],
          Type: 'ohif-viewer-publication',
        }),
      }
      const made = await sendAs(doctor, request)
      expect(made.status).toBe(200)
      expect(made.body).toContain(`${path}/share/s#`)
      expect((await sendAs(view, request)).status).toBe(401)
      expect((await sendAs(undefined, request)).status).toBe(401)
    })
  },
)
