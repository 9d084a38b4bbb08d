import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'

/** A study for the stand-in. One series and one instance are below it. */
export interface StandInStudy {
  readonly studyInstanceUID: string
  readonly patientID: string
  readonly labels?: readonly string[]
  readonly studyDate?: string
  readonly patientName?: string
}

/** Orthanc's IDs: a SHA-1 of the chain from the patient down, in five groups. */
const idOf = (...chain: string[]) =>
  (createHash('sha1').update(chain.join('|')).digest('hex').match(/.{8}/g) ?? []).join('-')

/** IDs and UIDs of what the stand-in holds for a study. */
export const idsOf = ({ studyInstanceUID, patientID }: StandInStudy) => {
  const seriesInstanceUID = `${studyInstanceUID}.1`
  const sopInstanceUID = `${seriesInstanceUID}.1`
  return {
    patient: idOf(patientID),
    study: idOf(patientID, studyInstanceUID),
    series: idOf(patientID, studyInstanceUID, seriesInstanceUID),
    instance: idOf(patientID, studyInstanceUID, seriesInstanceUID, sopInstanceUID),
    seriesInstanceUID,
    sopInstanceUID,
  }
}

export const SERVICE = { username: 'service', password: 'service-password' }
const SERVICE_AUTHORIZATION = `Basic ${Buffer.from('service:service-password').toString('base64')}`

/**
 * Orthanc 1.12.7 with DICOMweb 1.20 for tests, with the rules that were seen on a real one: results in the order of
 * Orthanc's IDs; no label, no UID and a limit of 0 mean «all»; QIDO-RS takes lists of UIDs with commas, `/tools/find`
 * with backslashes; of two names of one attribute the later wins; unknown keys are ignored; case does not matter.
 *
 * @param visibleTo with the authorization plugin: a clinician's `Authorization` → what the plugin lets it see
 */
export const createStandInOrthanc = (
  initial: readonly StandInStudy[],
  visibleTo: Readonly<Record<string, readonly StandInStudy[]>> = {},
) => {
  let studies = initial
  let behaviour: 'up' | 'down' | 'hanging' | 'failing' | 'nonsense' = 'up'
  const requests: string[] = []
  const app = new Hono()

  const sorted = () => studies.toSorted((a, b) => (idsOf(a).study < idsOf(b).study ? -1 : 1))
  const mayAsk = (c: Context) => {
    const given = c.req.header('Authorization') ?? ''
    return given === SERVICE_AUTHORIZATION || Object.hasOwn(visibleTo, given)
  }
  const visible = (c: Context) => visibleTo[c.req.header('Authorization') ?? ''] ?? studies
  const wire = (study: StandInStudy) => ({
    ID: idsOf(study).study,
    Labels: study.labels ?? [],
    MainDicomTags: { StudyInstanceUID: study.studyInstanceUID, StudyDate: study.studyDate ?? '' },
    ParentPatient: idsOf(study).patient,
    PatientMainDicomTags: { PatientID: study.patientID, PatientName: study.patientName ?? '' },
    RequestedTags: { ModalitiesInStudy: 'CT\\SR' },
    Type: 'Study',
  })

  app.use(async (c, next) => {
    requests.push(`${c.req.method} ${new URL(c.req.url).pathname}${new URL(c.req.url).search}`)
    if (behaviour === 'failing') return c.text('', 500)
    if (behaviour === 'nonsense') return c.json({ unexpected: true })
    return mayAsk(c) ? next() : c.text('', 401)
  })
  app.get('/studies/:id', (c) => {
    const study = visible(c).find((one) => idsOf(one).study === c.req.param('id'))
    if (study) return c.json(wire(study))
    return c.text('', c.req.header('Authorization') === SERVICE_AUTHORIZATION ? 404 : 403)
  })
  const below = { studies: 'study', series: 'series', instances: 'instance' } as const
  for (const [level, name] of Object.entries(below) as [
    keyof typeof below,
    'study' | 'series' | 'instance',
  ][]) {
    app.get(`/${level}/:id/study`, (c) => {
      const study = studies.find((one) => idsOf(one)[name] === c.req.param('id'))
      return study ? c.json(wire(study)) : c.text('', 404)
    })
    app.get(`/${level}/:id/patient`, (c) => {
      const study = studies.find((one) => idsOf(one)[name] === c.req.param('id'))
      return study ? c.json({ ID: idsOf(study).patient, Type: 'Patient' }) : c.text('', 404)
    })
  }
  app.post('/tools/lookup', async (c) => {
    const asked = await c.req.text()
    const hits = sorted().flatMap((study) => {
      const ids = idsOf(study)
      return [
        ...(study.patientID === asked ? [{ ID: ids.patient, Type: 'Patient' }] : []),
        ...(study.studyInstanceUID === asked ? [{ ID: ids.study, Type: 'Study' }] : []),
        ...(ids.seriesInstanceUID === asked ? [{ ID: ids.series, Type: 'Series' }] : []),
        ...(ids.sopInstanceUID === asked ? [{ ID: ids.instance, Type: 'Instance' }] : []),
      ]
    })
    return c.json([...new Map(hits.map((hit) => [hit.ID, hit])).values()])
  })
  app.post('/tools/find', async (c) => {
    const body = (await c.req.json()) as FindBody
    const found = sorted()
      .filter((study) => visible(c).includes(study))
      .filter((study) => matches(study, body.Query ?? {}, '\\'))
      .filter((study) => hasLabels(study, body))
      .filter((study) => !body.ParentPatient || idsOf(study).patient === body.ParentPatient)
      .filter((study) => !body.ParentStudy || idsOf(study).study === body.ParentStudy)
    const page = found.slice(body.Since ?? 0, body.Limit ? (body.Since ?? 0) + body.Limit : undefined)
    const name = body.Level === 'Series' ? 'series' : body.Level === 'Instance' ? 'instance' : 'study'
    return c.json(body.Expand && name === 'study' ? page.map(wire) : page.map((study) => idsOf(study)[name]))
  })
  for (const level of ['studies', 'series', 'instances'])
    app.get(`/dicom-web/${level}`, (c) => {
      const query: Record<string, string> = {}
      for (const [name, value] of new URL(c.req.url).searchParams)
        query[HEX[name.toUpperCase()] ?? name] = value
      const found = sorted().filter((study) => matches(study, query, ','))
      const offset = Number(query['offset'] ?? 0)
      const limit = Number(query['limit'] ?? 0)
      return c.json(found.slice(offset, limit > 0 ? offset + limit : undefined).map(dicomJson))
    })

  const answer: typeof fetch = async (url, init) => {
    if (behaviour === 'down') throw new TypeError('fetch failed')
    if (behaviour === 'hanging')
      await new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
      })
    return app.request(`${url}`, init)
  }
  return {
    fetch: answer,
    /** Method and target of every request so far. */
    requests,
    hold: (next: readonly StandInStudy[]) => {
      studies = next
    },
    behave: (next: typeof behaviour) => {
      behaviour = next
    },
  }
}

interface FindBody {
  Level: string
  Query?: Record<string, string>
  Labels?: string[]
  LabelsConstraint?: 'All' | 'Any' | 'None'
  ParentPatient?: string
  ParentStudy?: string
  Since?: number
  Limit?: number
  Expand?: boolean
}

const HEX: Record<string, string> = { '0020000D': 'StudyInstanceUID', '00100020': 'PatientID' }

const matches = (study: StandInStudy, query: Record<string, string>, separator: string): boolean => {
  const ids = idsOf(study)
  const values: Record<string, string> = {
    StudyInstanceUID: study.studyInstanceUID,
    SeriesInstanceUID: ids.seriesInstanceUID,
    SOPInstanceUID: ids.sopInstanceUID,
    PatientID: study.patientID,
    StudyDate: study.studyDate ?? '',
  }
  return Object.entries(query).every(([name, asked]) => {
    const value = values[name]
    if (value === undefined || asked === '') return true
    if (name.endsWith('UID')) return asked.split(separator).includes(value)
    const pattern = asked.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
    return new RegExp(`^${pattern}$`, 'i').test(value)
  })
}

const hasLabels = ({ labels = [] }: StandInStudy, body: FindBody): boolean => {
  const asked = body.Labels ?? []
  if (asked.length === 0) return true
  if (body.LabelsConstraint === 'Any') return asked.some((label) => labels.includes(label))
  if (body.LabelsConstraint === 'None') return !asked.some((label) => labels.includes(label))
  return asked.every((label) => labels.includes(label))
}

const dicomJson = (study: StandInStudy) => ({
  '00100020': { vr: 'LO', Value: [study.patientID] },
  '0020000D': { vr: 'UI', Value: [study.studyInstanceUID] },
})
