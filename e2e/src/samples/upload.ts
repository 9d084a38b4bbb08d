import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { basicAuthorization, type Credentials } from '../stack/part.ts'
import { sampleStudies, type SampleName } from './catalog.ts'

export interface UploadOptions {
  readonly orthancUrl: string
  readonly credentials: Credentials
  /** Of DICOM files, by study. */
  readonly folders: Readonly<Record<SampleName, string>>
}

/** Puts the sample studies that are missing into Orthanc, and their labels on them. */
export async function uploadSamples({ orthancUrl, credentials, folders }: UploadOptions): Promise<void> {
  const call = async (
    path: string,
    init: { method?: string; body?: string | Uint8Array<ArrayBuffer> } = {},
  ) => {
    const response = await fetch(orthancUrl + path, {
      ...init,
      headers: { Authorization: basicAuthorization(credentials) },
    })
    if (!response.ok)
      throw new Error(`Orthanc answered ${response.status} to ${init.method ?? 'GET'} ${path}`)
    return response
  }
  /** How many instances of the study are there, and under which id. */
  const findStudy = async (studyInstanceUID: string) => {
    const answer = await call('/tools/lookup', { method: 'POST', body: studyInstanceUID })
    const found = (await answer.json()) as { ID: string; Type: string }[]
    const orthancId = found.find(({ Type }) => Type === 'Study')?.ID
    if (orthancId === undefined) return undefined
    const statistics = await call(`/studies/${orthancId}/statistics`)
    const { CountInstances } = (await statistics.json()) as { CountInstances: number }
    return { orthancId, instanceCount: CountInstances }
  }
  const upload = async (name: SampleName) => {
    const { studyInstanceUID, labels } = sampleStudies[name]
    const files = await readdir(folders[name])
    const present = await findStudy(studyInstanceUID)
    if (present?.instanceCount !== files.length) {
      for (const file of files) {
        const body = new Uint8Array(await readFile(join(folders[name], file)))
        await call('/instances', { method: 'POST', body })
      }
    }
    const study = present ?? (await findStudy(studyInstanceUID))
    if (!study) throw new Error(`Orthanc took the sample study ${name} but does not know it`)
    for (const label of labels) await call(`/studies/${study.orthancId}/labels/${label}`, { method: 'PUT' })
  }
  await Promise.all((Object.keys(sampleStudies) as SampleName[]).map(upload))
}
