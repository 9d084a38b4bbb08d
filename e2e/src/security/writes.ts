import { attempt, post, wado, type Attempt, type Ids } from './attempts.ts'
import type { RawRequest } from './raw-request.ts'

/** STOW-RS of one file. */
export const stow = (target: string, file: Buffer): RawRequest => ({
  method: 'POST',
  target,
  headers: [['Content-Type', 'multipart/related; type="application/dicom"; boundary=x']],
  body: Buffer.concat([
    Buffer.from('--x\r\nContent-Type: application/dicom\r\n\r\n'),
    file,
    Buffer.from('\r\n--x--'),
  ]),
})

/** What no guest may do, whatever the link allows: everything that changes, and what leads to a patient's other studies. */
export const forbidden = (own: Ids, other: Ids, file: Buffer): readonly Attempt[] => {
  const siblings = `resources=${own.study},${own.patient}`
  const requests: readonly RawRequest[] = [
    { method: 'DELETE', target: `/studies/${own.study}` },
    { method: 'DELETE', target: `/series/${own.series}` },
    { method: 'DELETE', target: `/instances/${own.instance}` },
    { method: 'DELETE', target: `/patients/${own.patient}` },
    { method: 'PUT', target: `/studies/${own.study}/labels/stolen` },
    { method: 'DELETE', target: `/studies/${own.study}/labels/external` },
    { method: 'PUT', target: `/studies/${own.study}/metadata/1024`, body: 'x' },
    { method: 'DELETE', target: `/studies/${own.study}/metadata/1024` },
    { method: 'PUT', target: `/studies/${own.study}/attachments/1024`, body: 'x' },
    { method: 'DELETE', target: `/instances/${own.instance}/attachments/dicom` },
    ...['studies', 'series', 'instances'].flatMap((level) => {
      const id = { studies: own.study, series: own.series, instances: own.instance }[level]
      return [
        post(`/${level}/${id}/anonymize`, { Force: true }),
        post(`/${level}/${id}/modify`, { Replace: { StudyDescription: 'x' } }),
        post(`/${level}/${id}/reconstruct`),
      ]
    }),
    post(`/studies/${own.study}/merge`, { Resources: [other.study] }),
    post(`/studies/${own.study}/merge`, { Resources: [other.series], KeepSource: true }),
    post(`/studies/${own.study}/split`, { Series: [own.series] }),
    post(`/studies/${own.study}/archive`, {}),
    post(`/patients/${own.patient}/anonymize`, {}),
    { method: 'POST', target: '/instances', body: file },
    stow(wado(own).study, file),
    stow('/dicom-web/studies', file),
    ...['create-archive', 'create-media', 'create-media-extended'].flatMap((tool) => [
      { target: `/tools/${tool}?${siblings}` },
      post(`/tools/${tool}`, { Resources: [own.study, own.patient] }),
    ]),
    { target: `/studies/${own.study}/patient` },
    { target: `/series/${own.series}/patient` },
    { target: `/instances/${own.instance}/patient` },
    ...['delete', 'modify', 'anonymize', 'content'].map((what) =>
      post(`/tools/bulk-${what}`, { Resources: [own.study, other.study] }),
    ),
    post('/tools/create-dicom', { Tags: { PatientName: 'x' } }),
    post('/tools/execute-script', 'print(1)'),
    post('/tools/reconstruct', ''),
    post('/tools/shutdown', ''),
    post('/tools/reset', ''),
    { method: 'PUT', target: '/tools/log-level', body: 'verbose' },
    post('/modalities/x/store', { Resources: [own.study] }),
    { method: 'PUT', target: '/modalities/mine', body: '["A","127.0.0.1",104]' },
    { method: 'PUT', target: '/peers/mine', body: '["http://127.0.0.1/"]' },
    post('/dicom-web/servers/x/stow', { Resources: [own.study] }),
    { method: 'PUT', target: '/dicom-web/servers/mine', body: '{"Url":"http://127.0.0.1/"}' },
    { method: 'PUT', target: '/auth/settings/roles', body: '{"roles":{}}' },
  ]
  return requests.map(attempt)
}
