import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LookupStudiesResponse } from '../contract/index.ts'
import { createTestApp, type TestApp } from '../testing/create-test-app.ts'

describe('looking studies up', () => {
  let t: TestApp
  beforeEach(async () => void (t = await createTestApp()))
  afterEach(() => t.close())

  const lookup = (studies: unknown, token?: string) =>
    t.send('POST', '/share/api/studies/lookup', { studies }, token)
  const both = [{ studyInstanceUID: '1.2.3' }, { studyInstanceUID: '1.2.4' }]

  test('names what the caller may see, and nothing of it stands in the log', async () => {
    const { orthancId } = t.studies.add('1.2.3', ['external'])
    t.studies.add('1.2.4')
    const response = await lookup(both, 'external')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(LookupStudiesResponse.parse(await response.json())).toEqual({
      studies: [{ studyInstanceUID: '1.2.3', orthancId, patientName: 'Example^Ada' }],
    })
    expect(t.logLines.join('')).not.toMatch(/Example|1\.2\.3/)
  })

  test.each([
    ['nobody', undefined, 401, 'not-signed-in'],
    ['a stranger', 'foreign', 401, 'not-signed-in'],
    ['somebody who may not view', 'writer', 403, 'forbidden'],
  ])('is refused to %s', async (_title, token, status, code) => {
    const response = await lookup(both, token)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code })
  })

  test('takes at most 200 studies', async () => {
    const response = await lookup(
      Array.from({ length: 201 }, () => both[0]),
      'doctor',
    )
    expect(await response.json()).toMatchObject({ code: 'invalid-request', field: 'studies' })
  })

  test('says when the archive cannot be asked', async () => {
    t.stopOrthanc()
    expect(await (await lookup(both, 'doctor')).json()).toMatchObject({ code: 'orthanc-unavailable' })
  })
})
