import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startGuarded, type Guarded, type Mode } from './guarded.ts'
import { reads, wado } from './attempts.ts'
import { rawRequest } from './raw-request.ts'
import { downloads, otherStudies, views } from './reads.ts'
import { namesOf, searches } from './searches.ts'
import { createStand, type Stand } from '../testing/stand.ts'
import { disguisedReads, disguisedWrites } from './tricks.ts'
import { forbidden, stow } from './writes.ts'

/** As in `site.inc`. */
const MAX_REQUESTS_OF_A_GUEST = 12

/**
 * What guests may and may not do at an Orthanc behind nginx, whoever decides it. To be called inside a `describe`.
 *
 * @returns what the mode's own tests need; there once they run
 */
export function guardedSuite(mode: Mode): () => Guarded {
  let stand: Stand
  let guarded: Guarded
  beforeAll(async () => {
    stand = await createStand()
    guarded = await startGuarded(stand, mode)
  }, 180_000)
  afterAll(() => stand.stop())
  const expectRefused: Guarded['expectRefused'] = (...attempts) => guarded.expectRefused(...attempts)
  const expectAllowed: Guarded['expectAllowed'] = (...attempts) => guarded.expectAllowed(...attempts)

  it('shows a guest the shared study', async () => {
    const { samples, view, download, as } = guarded
    for (const token of [view, download]) await expectAllowed(views(samples.own), ...as(token))
  })

  it('takes the token in the header that Orthanc Explorer uses, however it is written', async () => {
    const target = `/studies/${guarded.samples.own.study}`
    for (const name of ['token', 'tOkEn', 'TOKEN'])
      expect((await guarded.send({ target }, [name, guarded.view])).status).toBe(200)
    expect((await guarded.send({ target }, ['AUTHORIZATION', `Bearer ${guarded.view}`])).status).toBe(200)
  })

  it('gives files to those whose link allows it, and none to those who may look only', async () => {
    const { samples, view, download, as } = guarded
    await expectAllowed(downloads(samples.own), ...as(download))
    await expectRefused(downloads(samples.own), ...as(view))
  })

  it('gives an archive by a plain link that carries its token', async () => {
    const target = `/studies/${guarded.samples.own.study}/archive`
    expect((await guarded.send({ target: `${target}?token=${guarded.download}` })).status).toBe(200)
    await expectRefused([{ title: 'view', request: { target: `${target}?token=${guarded.view}` } }])
  })

  it('lets no guest, and nobody without a token, change anything', async () => {
    const { samples, view, download, as } = guarded
    const before = await guarded.contents()
    for (const token of [view, download, undefined]) {
      await expectRefused(forbidden(samples.own, samples.sibling, samples.file), ...as(token))
      await expectRefused(disguisedWrites(samples.own), ...as(token))
      await expectRefused(reads([`/studies/${samples.own.study}?%5fmethod=DELETE`]), ...as(token))
    }
    expect(await guarded.contents()).toEqual(before)
  }, 180_000)

  it('lets no guest, and nobody without a token, reach another study', async () => {
    const { samples, view, download, as } = guarded
    for (const token of [view, download, undefined])
      for (const other of [samples.sibling, samples.stranger]) {
        await expectRefused(otherStudies(samples.own, other), ...as(token))
        await expectRefused(disguisedReads(samples.own, other), ...as(token))
      }
  }, 180_000)

  it('finds nothing but the shared study, whatever a guest searches for', async () => {
    const { samples, view, download, sendAs } = guarded
    for (const token of [view, download, undefined])
      for (const other of [samples.sibling, samples.stranger])
        for (const { title, request } of searches(samples.own, other)) {
          const { status, body } = await sendAs(token, request)
          const told = namesOf(other).filter(
            // What the client itself said may be in a message that refuses it.
            (name) => body.includes(name) && !(status >= 400 && request.target.includes(name)),
          )
          expect({ title, status, told }).toEqual({ title, status, told: [] })
        }
    const all = await sendAs(view, {
      target: `/dicom-web/studies?StudyInstanceUID=${samples.own.studyInstanceUID}`,
    })
    expect(all.body).toContain(samples.own.studyInstanceUID)
  }, 120_000)

  it('takes a guest for a guest whatever else comes along', async () => {
    const { samples, view, download, admin, doctor } = guarded
    const before = await guarded.contents()
    const madeUp = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.e30.AAAA`
    const guestsWays: readonly (readonly (readonly [string, string])[])[] = [
      [['Authorization', `Bearer ${madeUp}`], ['token', view]], // prettier-ignore
      [['token', view], ['Authorization', `Bearer ${madeUp}`]], // prettier-ignore
      [['Authorization', `Bearer ${admin}`], ['token', view]], // prettier-ignore
      [['Authorization', `Bearer ${view}`], ['token', admin]], // prettier-ignore
      [['Authorization', `Bearer ${admin}, Bearer ${view}`]],
      [['Authorization', `Bearer ${admin}`], ['Authorization', `Bearer ${view}`]], // prettier-ignore
      [['token', madeUp], ['token', view]], // prettier-ignore
      [['token', view], ['token', madeUp]], // prettier-ignore
      [['token', `${madeUp}, ${view}`]],
      [['api-key', view]],
      [['api-key', 'x'.repeat(20)], ['token', view]], // prettier-ignore
      [['Authorization', 'Basic YTpi'], ['token', view]], // prettier-ignore
    ]
    const change = { method: 'DELETE', target: `/studies/${samples.own.study}` }
    for (const headers of guestsWays)
      await expectRefused([{ title: headers.map(([name]) => name).join(), request: change }], ...headers)
    for (const query of [`token=${view}`, `%74oken=${view}`, `token=x&token=${view}`, `TOKEN=${view}`])
      for (const token of [madeUp, admin])
        await expectRefused(
          [{ title: query, request: { ...change, target: `${change.target}?${query}` } }],
          ...guarded.as(token),
        )
    for (const token of [
      view,
      view.replace('slv', '%73lv'),
      view.replace('_', '%5f'),
      `${view}&token=${download}`,
    ]) {
      const target = `/studies/${samples.own.study}/archive?token=${token}`
      await expectRefused([{ title: 'an argument', request: { target } }])
    }
    // Somebody who may see it would not ask for it with a guest's token.
    const argument = { target: `/studies/${samples.sibling.study}/archive?token=${download}` }
    await expectRefused([{ title: 'both', request: argument }], ...guarded.as(doctor))
    expect(await guarded.contents()).toEqual(before)
  })

  it('lets clinicians do what their role allows', async () => {
    const { samples, doctor, admin, sendAs } = guarded
    expect((await sendAs(doctor, { target: '/dicom-web/studies' })).status).toBe(200)
    expect((await sendAs(doctor, { target: `/studies/${samples.stranger.study}/archive` })).status).toBe(200)
    const find = {
      method: 'POST',
      target: '/tools/find',
      headers: [['Content-Type', 'application/json'] as const],
      body: JSON.stringify({ Level: 'Study', Query: {} }),
    }
    expect((await sendAs(doctor, find)).body).toContain(samples.stranger.study)
    const label = { method: 'PUT', target: `/studies/${samples.own.study}/labels/seen` }
    expect((await sendAs(doctor, label)).status).toBe(403)
    expect((await sendAs(admin, label)).status).toBe(200)
    expect((await sendAs(admin, { ...label, method: 'DELETE' })).status).toBe(200)
    expect((await sendAs(doctor, { method: 'DELETE', target: `/studies/${samples.own.study}` })).status).toBe(
      403,
    )
    const upload = { method: 'POST', target: '/instances', body: samples.file }
    expect((await sendAs(admin, upload)).status).toBe(200)
    for (const study of ['/dicom-web/studies', wado(samples.own).study])
      expect((await sendAs(admin, stow(study, samples.file))).status).toBe(200)
  })

  it('keeps the service’s inner surface to itself', async () => {
    const prefixes = [
      '',
      '/share',
      '/share/..',
      '/share/%2e%2e',
      '/share/..\\',
      '/share/x/..\\..\\',
      '/share//..',
    ]
    const inner = ['tokens/validate', 'tokens/decode', 'user/get-profile', 'settings/roles', 'metrics', 'readyz',
      'gateway/authorize', '_studylink/authorize', 'emails/templates'] // prettier-ignore
    const below = prefixes.map((prefix) => guarded.path + prefix)
    for (const prefix of new Set([...prefixes, ...below]))
      for (const path of inner) {
        const target = `${prefix}/${path}`.replace('\\/', '\\')
        const { status } = await rawRequest(guarded.url, { target })
        expect({ target, status }).toSatisfy(({ status: got }: { status: number }) =>
          [400, 404].includes(got),
        )
      }
  })

  it('leads nobody who comes by another server to the administration of accounts', async () => {
    const ask = (target: string, ...headers: (readonly [string, string])[]) =>
      rawRequest(guarded.url, { target: guarded.path + target, headers })
    // As a server on this machine that has the certificate passes on what anybody asks.
    const byAnother = ['X-Forwarded-For', '203.0.113.7'] as const
    for (const target of ['/keycloak/', '/keycloak/admin/', '/keycloak/realms/master/'])
      expect({ target, status: (await ask(target, byAnother)).status }).toEqual({ target, status: 403 })
    expect((await ask('/keycloak/realms/orthanc/', byAnother)).status).toBe(200)
    expect((await ask('/keycloak/admin/')).status).toBe(200)
  })

  it('refuses what two servers may read differently', async () => {
    const paths = ['/share//s', '/share/./s', '/share/s#x', '/share/%2e/s', '/ohif/..%2fx']
    const below = paths.map((path) => guarded.path + path)
    for (const target of [...paths, ...below, 'share/s', '*'])
      expect({ target, status: (await rawRequest(guarded.url, { target })).status }).toEqual({
        target,
        status: 400,
      })
  })

  it('answers HTTP/1.0, and for its own host only', async () => {
    const target = `/studies/${guarded.samples.own.study}`
    expect((await guarded.sendAs(guarded.view, { target, version: '1.0' })).status).toBe(200)
    for (const name of [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost',
      `x${new URL(guarded.url).host}`,
    ]) {
      const headers = [['Host', name] as const]
      const { status } = await guarded.sendAs(guarded.view, { target, version: '1.0', headers })
      expect({ name, status }).toEqual({ name, status: 421 })
    }
  })

  it('sends the headers that keep patients’ data together', async () => {
    const { head } = await guarded.sendAs(guarded.view, { target: `/studies/${guarded.samples.own.study}` })
    expect(head).toMatch(/^Cache-Control: private, no-store\r?$/im)
    expect(head).toMatch(/^Referrer-Policy: no-referrer\r?$/im)
    expect(head).toMatch(/^X-Content-Type-Options: nosniff\r?$/im)
    expect(head).toMatch(/^Content-Security-Policy: .*sandbox/im)
    for (const name of ['referrer-policy', 'x-content-type-options', 'cache-control'])
      expect(head.toLowerCase().split(`\n${name}:`)).toHaveLength(2)
  })

  it('leaves Orthanc to others when one guest asks for everything at once', async () => {
    const { samples, download, doctor, sendAs } = guarded
    // Larger than what the system keeps of an answer that nobody reads.
    const target = wado(samples.own).study
    const { hostname, port, host } = new URL(guarded.url)
    const readers: Socket[] = []
    const open = async () => {
      const socket = connect(Number(port), hostname)
      readers.push(socket)
      socket.on('error', () => {})
      socket.write(
        `GET ${guarded.path}/orthanc${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${download}\r\n\r\n`,
      )
      // The head is there; what follows nobody reads.
      await new Promise<void>((resolve) => socket.once('readable', () => resolve()))
    }
    try {
      for (let count = 0; count < MAX_REQUESTS_OF_A_GUEST; count += 1) await open()
      const busy = await sendAs(download, { target })
      expect(busy.status).toBe(429)
      expect(busy.head).toMatch(/^Retry-After: 1\r?$/im)
      expect((await sendAs(doctor, { target: `/studies/${samples.own.study}` })).status).toBe(200)
      expect((await sendAs(guarded.view, { target: `/studies/${samples.own.study}` })).status).toBe(200)
    } finally {
      for (const socket of readers) socket.destroy()
    }
    await expect.poll(async () => (await sendAs(download, { target })).status, { timeout: 10_000 }).toBe(200)
  })

  it('writes no token into its logs', async () => {
    const { samples, download } = guarded
    await guarded.send({ target: `/studies/${samples.own.study}/archive?token=${download}` })
    for (const name of ['access.log', 'error.log', 'nginx.log']) {
      const log = await readFile(join(stand.folder, 'nginx-logs', name), 'utf8')
      expect(log).not.toMatch(/sl[vd]_|eyJ|token=/)
    }
    const access = await readFile(join(stand.folder, 'nginx-logs', 'access.log'), 'utf8')
    expect(access).toContain(`${guarded.path}/orthanc/studies/${samples.own.study}/archive HTTP`)
  })

  return () => guarded
}
