import { expect, test } from 'vitest'
import { createInnerAuth } from '../http/inner-auth.ts'
import { createTestApp } from '../testing/create-test-app.ts'
import { createMetrics, createMetricsRoutes } from './metrics.ts'

const AUTHORIZATION = `Basic ${Buffer.from('prometheus:a password').toString('base64')}`

const start = async () => {
  let orthancIsUp = true
  const metrics = createMetrics({
    upstreams: { orthanc: async () => orthancIsUp, store: async () => true },
  })
  const innerAuth = createInnerAuth({ prometheus: 'a password' })
  const t = await createTestApp({
    metrics,
    mountInner: (app) => void app.route('/', createMetricsRoutes({ innerAuth, metrics })),
  })
  const scrape = async () => {
    const response = await t.app.request('/metrics', { headers: { Authorization: AUTHORIZATION } })
    return { type: response.headers.get('Content-Type'), text: await response.text() }
  }
  return { t, scrape, stopOrthanc: () => void (orthancIsUp = false) }
}

test('the metrics are behind the inner authentication', async () => {
  const { t } = await start()
  expect((await t.app.request('/metrics')).status).toBe(401)
  await t.close()
})

test('the metrics count decisions by route and reason, time them, and know the upstreams', async () => {
  const { t, scrape, stopOrthanc } = await start()
  await t.send('GET', '/share/api/me', undefined, 'foreign')
  await t.send('GET', '/share/api/me', undefined, 'doctor')
  const { type, text } = await scrape()
  expect(type).toContain('text/plain')
  expect(text).toContain(
    'studylink_decisions_total{route="/share/api/me",status="401",outcome="not-signed-in",reason="foreign"} 1',
  )
  expect(text).toContain(
    'studylink_decisions_total{route="/share/api/me",status="200",outcome="",reason=""} 1',
  )
  expect(text).toContain('studylink_request_duration_seconds_count{route="/share/api/me"} 2')
  expect(text).toContain('studylink_upstream_up{upstream="orthanc"} 1')
  stopOrthanc()
  expect((await scrape()).text).toContain('studylink_upstream_up{upstream="orthanc"} 0')
  await t.close()
})

test('the metrics hold no code, share, study, path or name, and do not grow with foreign paths', async () => {
  const { t, scrape } = await start()
  const { code, share, study } = await t.share()
  await t.guest('preview', { code })
  await t.send('GET', `/share/api/shares/${share.shareId}`, undefined, 'doctor')
  for (let index = 0; index < 50; index += 1) await t.app.request(`/foreign/${index}/${code}`)
  const { text } = await scrape()
  for (const secret of [
    code,
    share.shareId,
    study.studyInstanceUID,
    study.orthancId,
    'Dora Doctor',
    'foreign/',
  ])
    expect(text).not.toContain(secret)
  expect(
    text.split('\n').filter((line) => line.startsWith('studylink_decisions_total{')).length,
  ).toBeLessThan(8)
  await t.close()
})
