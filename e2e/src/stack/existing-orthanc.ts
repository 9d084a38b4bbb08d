import { SetupError } from '../process/setup-error.ts'
import { basicAuthorization, type Credentials } from './part.ts'

/**
 * An Orthanc that somebody else runs. Nothing is changed in it: no samples are added.
 *
 * @param address may carry name and password; they are never printed
 * @throws {SetupError} when it does not answer, lacks DICOMweb, or is older than 1.12 (no labels)
 */
export async function useExistingOrthanc(address: URL): Promise<{ url: string; credentials: Credentials }> {
  const credentials = {
    username: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
  }
  const bare = new URL(address)
  bare.username = ''
  bare.password = ''
  const url = bare.href.replace(/\/+$/, '')
  const ask = async (path: string) => {
    const answer = await fetch(url + path, {
      headers: { Authorization: basicAuthorization(credentials) },
      signal: AbortSignal.timeout(5000),
    }).catch(() => {
      throw new SetupError(`No Orthanc answers at ${url}`)
    })
    if (answer.status === 401) {
      throw new SetupError(
        `Orthanc at ${url} wants another name or password: --orthanc http://NAME:PASSWORD@HOST:PORT`,
      )
    }
    return answer
  }
  const system = (await (await ask('/system')).json().catch(() => ({}))) as { HasLabels?: boolean }
  if (!system.HasLabels) throw new SetupError(`Orthanc at ${url} is older than 1.12, or it is no Orthanc`)
  if (!(await ask('/plugins/dicom-web')).ok) throw new SetupError(`Orthanc at ${url} has no DICOMweb plugin`)
  return { url, credentials }
}
