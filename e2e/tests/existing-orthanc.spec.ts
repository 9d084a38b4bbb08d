import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProgress } from '../src/process/progress.ts'
import { sampleStudies } from '../src/samples/catalog.ts'
import { startStack } from '../src/stack/stack.ts'
import { startSearchedStack } from '../src/testing/searched-stack.ts'
import { stackUnderTest } from '../src/testing/stack-under-test.ts'
import { expect, signInTo, test } from './fixtures.ts'
import { Api } from './pages/api.ts'

test('an Orthanc that is there already is used as it is', async ({ browser, playwright }) => {
  const { orthanc } = stackUnderTest()
  const existing = new URL(orthanc.url)
  existing.username = orthanc.credentials.username
  existing.password = orthanc.credentials.password
  const dataFolder = await mkdtemp(join(tmpdir(), 'studylink-existing-'))
  const stack = await startSearchedStack(
    {
      port: 0,
      host: '127.0.0.1',
      orthanc: existing,
      dataFolder,
      progress: createProgress(() => {}, new AbortController().signal),
    },
    startStack,
  )
  const { context, accessToken } = await signInTo(browser, 'doctor', { baseURL: stack.publicUrl.origin })
  const request = await playwright.request.newContext({ baseURL: stack.publicUrl.origin })
  const api = new Api(request)
  const { studyInstanceUID } = sampleStudies.mrKnee
  const { url } = await api.createShare(accessToken, { studies: [{ studyInstanceUID }] })
  const token = await api.openAsGuest(url, 'existing-orthanc-1')
  expect((await api.orthanc(token, 'GET', `/dicom-web/studies/${studyInstanceUID}/metadata`)).status()).toBe(
    200,
  )
  await request.dispose()
  await context.close()
  await stack.stop()
  await rm(dataFolder, { recursive: true, force: true })
})
