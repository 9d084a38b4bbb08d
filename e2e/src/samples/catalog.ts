import { derivedUid } from './derived-uid.ts'

/** The sample studies' identities, as data: what is uploaded, and what tests may name. All of it is invented. */
export interface SamplePatient {
  readonly patientId: string
  /** DICOM PN: `FAMILY^GIVEN`. */
  readonly patientName: string
  /** `YYYYMMDD` */
  readonly birthDate: string
  readonly sex: 'F' | 'M' | 'O'
}

export interface SampleStudy {
  readonly patient: SamplePatient
  readonly studyInstanceUID: string
  readonly description: string
  /** `YYYYMMDD` */
  readonly date: string
  readonly accessionNumber: string
  readonly modality: 'CT' | 'MR' | 'DX' | 'US'
  /** Orthanc's labels. */
  readonly labels: readonly string[]
}

export const EXTERNAL_LABEL = 'external'

const alice: SamplePatient = {
  patientId: 'SAMPLE-001',
  patientName: 'PHANTOM^ALICE',
  birthDate: '19610412',
  sex: 'F',
}
const bob: SamplePatient = {
  patientId: 'SAMPLE-002',
  patientName: 'SPECIMEN^BOB',
  birthDate: '19751103',
  sex: 'M',
}
const carol: SamplePatient = {
  patientId: 'SAMPLE-003',
  patientName: 'DUMMY^CAROL',
  birthDate: '19880229',
  sex: 'F',
}
const dave: SamplePatient = {
  patientId: 'SAMPLE-004',
  patientName: 'MOCKUP^DAVE',
  birthDate: '19541224',
  sex: 'M',
}
const eve: SamplePatient = {
  patientId: 'SAMPLE-005',
  patientName: 'TESTCASE^EVE',
  birthDate: '20010617',
  sex: 'F',
}

const study = (
  name: string,
  identity: Omit<SampleStudy, 'studyInstanceUID' | 'labels'> & { labels?: readonly string[] },
): SampleStudy => ({ labels: [], ...identity, studyInstanceUID: derivedUid(name) })

/** By a short name. `ctThorax` and `mrHead` are the same patient's; `xrayHand` and `ctAbdomen` are external's. */
export const sampleStudies = {
  ctThorax: study('ct-thorax', {
    patient: alice,
    description: 'CT Thorax (phantom)',
    date: '20260914',
    accessionNumber: 'ACC-1001',
    modality: 'CT',
  }),
  mrHead: study('mr-head', {
    patient: alice,
    description: 'MR Head (phantom)',
    date: '20261002',
    accessionNumber: 'ACC-1002',
    modality: 'MR',
  }),
  ctAbdomen: study('ct-abdomen', {
    patient: bob,
    description: 'CT Abdomen (phantom)',
    date: '20261020',
    accessionNumber: 'ACC-1003',
    modality: 'CT',
    labels: [EXTERNAL_LABEL],
  }),
  xrayHand: study('xray-hand', {
    patient: carol,
    description: 'XR Hand (drawing)',
    date: '20261103',
    accessionNumber: 'ACC-1004',
    modality: 'DX',
    labels: [EXTERNAL_LABEL],
  }),
  ultrasoundHeart: study('ultrasound-heart', {
    patient: dave,
    description: 'US Heart (animation)',
    date: '20261109',
    accessionNumber: 'ACC-1005',
    modality: 'US',
  }),
  mrKnee: study('mr-knee', {
    patient: eve,
    description: 'MR Knee (phantom)',
    date: '20261116',
    accessionNumber: 'ACC-1006',
    modality: 'MR',
  }),
} as const satisfies Record<string, SampleStudy>

export type SampleName = keyof typeof sampleStudies
