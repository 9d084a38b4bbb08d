export const USER = 'share-user'
export const PASSWORD = 'a-bench-password'
export const STUDY_UID = '1.2.840.113619.2.176.2025.1499492.7391.1171285944.390'
export const ORTHANC_ID = 'b9c08539-26f93bde-c81ab0d7-bffaf2cb-a4d0bdd0'

/** What the plugin asks about one study. */
const validateBody = (token: string): string =>
  JSON.stringify({
    'dicom-uid': STUDY_UID,
    level: 'study',
    method: 'get',
    'orthanc-id': ORTHANC_ID,
    'server-id': null,
    'token-key': 'Authorization',
    'token-value': `Bearer ${token}`,
  })

const plainHeaders = {
  accept: '*/*',
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`,
}

/** One call as `fetch` takes it. */
export const plainRequest = (token: string) => ({
  method: 'POST' as const,
  headers: plainHeaders,
  body: validateBody(token),
})

/**
 * The same call as the plugin sends it: in chunks, with no length. autocannon gives every body a length, so that the
 * whole body stands where the value of the last header ends; the blank line that closes the headers closes the
 * last chunk.
 */
export const chunkedRequest = (token: string) => {
  const body = validateBody(token)
  const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`
  return {
    method: 'POST' as const,
    headers: { ...plainHeaders, 'transfer-encoding': `chunked\r\n\r\n${chunk}0` },
  }
}
