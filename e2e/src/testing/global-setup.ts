import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProgress } from '../process/progress.ts'
import { startStack } from '../stack/stack.ts'
import { startMailbox } from './mailbox.ts'
import { startSearchedStack } from './searched-stack.ts'
import { publishStackUnderTest, withKeycloak } from './stack-under-test.ts'

/** Starts one stack of real parts on free ports, with data of its own; all tests share it, and at the end its logs are searched. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'studylink-test-'))
  const mailFolder = join(dataFolder, 'mails')
  const mailbox = await startMailbox(mailFolder)
  const stack = await startSearchedStack(
    {
      port: 0,
      host: '127.0.0.1',
      keycloak: withKeycloak,
      dataFolder,
      progress: createProgress(console.log, new AbortController().signal),
      backendSettings: mailbox.backendSettings,
    },
    startStack,
  )
  publishStackUnderTest({
    url: stack.publicUrl.origin,
    backendUrl: stack.backendUrl,
    backendCredentials: stack.backendCredentials,
    orthanc: stack.orthanc,
    ...(stack.keycloak ? { keycloak: stack.keycloak } : {}),
    logFolder: join(dataFolder, 'logs'),
    mailFolder,
  })
  return async () => {
    await mailbox.stop()
    await stack.stop().finally(() => rm(dataFolder, { recursive: true, force: true }))
  }
}
