import type { Policy, ProblemCode, Share } from '@studylink/backend/contract'
import { makeShare } from '../src/testing/fixtures.ts'
import type { StudyHead } from '../src/study/study-head.ts'

export interface Scenario {
  studies: StudyHead[]
  alsoOpen?: StudyHead[]
  signedOut?: boolean
  /** How `GET /share/api/config` goes wrong. */
  config?: ProblemCode | 'silent'
  /** How `POST /share/api/shares` goes wrong: silence, a proxy's page, a closed connection, a refusal. */
  create?: ProblemCode | 'silent' | 'foreign' | 'offline'
  download?: 'off' | 'allowed' | 'default'
  maxDays?: number
  policy?: Partial<Policy>
  email?: boolean
  existing?: Share[]
}

const chest: StudyHead = {
  studyInstanceUID: '1.2.826.0.1.1',
  patientName: 'Lindqvist^Margarethe^Anna',
  patientId: 'PID-004711',
  patientBirthDate: '19610312',
  studyDate: '20261119',
  studyDescription: 'CT thorax with contrast',
  modalities: ['CT', 'SR'],
  accessionNumber: 'A-2026-11874',
}
const followUp: StudyHead = {
  ...chest,
  studyInstanceUID: '1.2.826.0.1.2',
  studyDate: '20260402',
  studyDescription: 'CT thorax, follow-up',
  modalities: ['CT'],
  accessionNumber: 'A-2026-03310',
}
const otherPatient: StudyHead = {
  studyInstanceUID: '1.2.826.0.1.3',
  patientName: 'Lindqvist^Karl',
  patientId: 'PID-008150',
  patientBirthDate: '19580930',
  studyDate: '20261120',
  studyDescription: 'Knee right, two planes',
  modalities: ['CR'],
}
const nameless: StudyHead = { studyInstanceUID: '1.2.826.0.1.4' }
const longNamed: StudyHead = {
  ...chest,
  studyInstanceUID: '1.2.826.0.1.5',
  patientName:
    'von Hohenzollern-Sigmaringen-Wittgenstein^Maximiliana Friederike^Alexandra^Prof. Dr. Dr.=山田^太郎',
  studyDescription:
    'MR_whole_body_with_and_without_contrast_and_a_description_that_nobody_ever_shortened_for_a_screen',
  modalities: 'MR\\SEG\\RTSTRUCT\\PR\\SR',
}

const existing: Share[] = [
  makeShare({
    shareId: 'gAllErYsHaRe01',
    recipient: 'Dr Berg, cardiology',
    openings: 3,
    maxOpens: 5,
    pinKind: 'digits',
  }),
  makeShare({ shareId: 'gAllErYsHaRe02', state: 'locked', pinKind: 'digits', remainingPinTries: 0 }),
  makeShare({ shareId: 'gAllErYsHaRe03', isMine: false, mayManage: false, createdBy: 'Emil External' }),
]

export const scenarios: Record<string, Scenario> = {
  one: { studies: [chest] },
  existing: { studies: [chest], existing },
  'pin-required': { studies: [chest], policy: { pin: 'required', neverEnding: true }, email: false },
  'few-openings': {
    studies: [chest],
    policy: { pin: 'off', maxOpens: { default: 3, max: 10 }, notify: false },
  },
  'never-shared': { studies: [chest], create: 'study-never-shared' },
  'pin-policy': { studies: [chest], create: 'pin-policy' },
  'two-studies': { studies: [chest, followUp], download: 'default' },
  'two-patients': { studies: [chest, followUp, otherPatient] },
  'also-open': { studies: [chest], alsoOpen: [followUp, otherPatient] },
  nameless: { studies: [nameless] },
  'long-names': { studies: [longNamed] },
  'many-studies': {
    studies: Array.from({ length: 12 }, (_, index) => ({ ...chest, studyInstanceUID: `1.2.3.${index}` })),
  },
  'view-only': { studies: [chest], download: 'off' },
  'short-policy': { studies: [chest], maxDays: 7, download: 'off' },
  loading: { studies: [chest], config: 'silent' },
  'config-down': { studies: [chest], config: 'store-unavailable' },
  'no-study': { studies: [] },
  'signed-out': { studies: [chest], signedOut: true },
  slow: { studies: [chest], create: 'silent' },
  offline: { studies: [chest], create: 'offline' },
  foreign: { studies: [chest], create: 'foreign' },
  'not-visible': { studies: [chest], create: 'study-not-visible' },
  'may-not-share': { studies: [chest], create: 'may-not-share' },
  'beyond-policy': { studies: [chest], create: 'expiry-beyond-policy' },
  'too-many-requests': { studies: [chest], create: 'too-many-requests' },
  'orthanc-down': { studies: [chest], create: 'orthanc-unavailable' },
}
