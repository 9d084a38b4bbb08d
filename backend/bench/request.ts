export const USER = 'share-user'
export const PASSWORD = 'a-bench-password'
export const STUDY_UID = '1.2.840.113619.2.176.2025.1499492.7391.1171285944.390'
export const ORTHANC_ID = 'b9c08539-26f93bde-c81ab0d7-bffaf2cb-a4d0bdd0'

/** What the plugin asks, of the length that it has with one of our tokens. */
export const validateBody = (token: string): string =>
  JSON.stringify({
    'dicom-uid': STUDY_UID,
    level: 'study',
    method: 'get',
    'orthanc-id': ORTHANC_ID,
    'server-id': null,
    'token-key': 'Authorization',
    'token-value': `Bearer ${token}`,
  })

export const headers = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`,
}
