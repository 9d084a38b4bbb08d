import type {
  ConfigResponse,
  CreateShareResponse,
  MeResponse,
  Policy,
  Share,
} from '@studylink/backend/contract'
import { nobody } from '../guest/draw.ts'
import type { StudyHead } from '../study/study-head.ts'

export const DAY_SECONDS = 24 * 3600

/** Fresh, complete things for tests; each with overrides. */
export const makePolicy = (overrides: Partial<Policy> = {}): Policy => ({
  expiryChoicesSeconds: [DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS],
  defaultExpirySeconds: 7 * DAY_SECONDS,
  maxExpirySeconds: 90 * DAY_SECONDS,
  neverEnding: false,
  pin: 'optional',
  maxOpens: { default: null, max: null },
  sharesVisibleTo: 'colleagues',
  notify: true,
  download: { allowed: true, default: false },
  ...overrides,
})

export const makeConfig = (policy: Partial<Policy> = {}): ConfigResponse => ({
  oidc: null,
  dicomWebRoot: '/orthanc/dicom-web',
  returnPaths: ['/share/', '/ohif/', '/orthanc/'],
  viewers: [],
  policy: makePolicy(policy),
  institution: nobody,
  email: false,
  version: '0',
})

export const makeMe = (overrides: Partial<MeResponse> = {}): MeResponse => ({
  userId: 'u-doctor',
  name: 'Dora Doctor',
  permissions: ['view', 'download', 'share'],
  authorizedLabels: ['*'],
  hasVerifiedEmail: true,
  ...overrides,
})

export const makeStudy = (overrides: Partial<StudyHead> = {}): StudyHead => ({
  studyInstanceUID: '1.2.3',
  patientName: 'Lindqvist^Margarethe',
  patientId: '4711',
  patientBirthDate: '19610312',
  studyDate: '20261119',
  studyDescription: 'CT thorax',
  modalities: ['CT'],
  ...overrides,
})

export const makeShare = (overrides: Partial<Share> = {}): Share => ({
  shareId: 'abcdefghijklmn',
  state: 'active',
  createdAt: '2026-11-23T10:00:00Z',
  createdBy: 'Dora Doctor',
  ownerUserId: 'u-doctor',
  isMine: true,
  mayManage: true,
  expiresAt: '2026-11-30T10:00:00Z',
  revokedAt: null,
  studies: [{ studyInstanceUID: '1.2.3', orthancId: '' }],
  viewer: null,
  allowDownload: false,
  pinKind: null,
  remainingPinTries: null,
  maxOpens: null,
  openings: 0,
  lastOpenedAt: null,
  recipient: null,
  note: null,
  notify: 'never',
  ...overrides,
})

export const makeCreated = (): CreateShareResponse => ({
  share: makeShare(),
  url: 'https://images.hospital.example/share/s#3q2-7wAbCdEfGhIjKlMnOpQrStUvWxYz012',
})
