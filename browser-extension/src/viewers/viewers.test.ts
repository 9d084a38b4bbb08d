import { describe, expect, test } from 'vitest'
import { recogniseStudies, viewers } from './index.ts'

const UID = '1.2.826.0.1.3680043.8.498.1'
const OTHER = '1.2.826.0.1.3680043.8.498.2'
const ID = '0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d-0a1b2c3d'
const uids = (...all: string[]) => all.map((studyInstanceUID) => ({ studyInstanceUID }))
const ids = (...all: string[]) => all.map((orthancId) => ({ orthancId }))
const partOf = (partOfStudy: string, orthancRoot: string) => [{ partOfStudy, orthancId: ID, orthancRoot }]

type Case = readonly [address: string, traces: readonly unknown[]]
const cases: readonly (readonly [viewer: string, cases: readonly Case[]])[] = [
  [
    'OHIF',
    [
      [`https://h/ohif/viewer?StudyInstanceUIDs=${UID}`, uids(UID)],
      [`https://h/viewer?StudyInstanceUIDs=${UID},${OTHER}`, uids(UID, OTHER)],
      [
        `https://h/viewer?StudyInstanceUIDs=${UID}&StudyInstanceUIDs=${OTHER}&StudyInstanceUIDs=${UID}`,
        uids(UID, OTHER),
      ],
      [`https://h/tmtv?hangingprotocolId=x&StudyInstanceUIDs=${UID}#token=secret`, uids(UID)],
      [`https://h/segmentation/dicomweb?studyinstanceuids=${UID}`, uids(UID)],
      [`https://h/Viewer/${UID}`, uids(UID)],
      [`https://h/ohif/viewer?url=../studies/${ID}/ohif-dicom-json`, ids(ID)],
      [
        'https://h/viewer/dicomjson?url=https://files.example/a.json',
        [{ dicomJsonUrl: 'https://files.example/a.json' }],
      ],
      ['https://h/viewer/dicomjson?url=javascript:alert(1)', []],
      ['https://h/ohif/', []],
      ['https://h/ohif/viewer?StudyInstanceUIDs=', []],
    ],
  ],
  [
    'Orthanc Explorer 2',
    [
      [`https://h/orthanc/ui/app/#/filtered-studies?StudyInstanceUID=${UID}`, uids(UID)],
      [`https://h/orthanc/ui/app/filtered-studies?StudyInstanceUID=%22${UID}%22&order-by=x`, uids(UID)],
      [
        `https://h/ui/app/filtered-studies?PatientName=DOE&StudyInstanceUID=${UID}%5C${OTHER}`,
        uids(UID, OTHER),
      ],
      ['https://h/ui/app/filtered-studies?PatientName=DOE', []],
      ['https://h/ui/app/#/', []],
      ['https://h/ui/app/filtered-studies?StudyInstanceUID=1.2.*', []],
    ],
  ],
  [
    'Stone',
    [
      [`https://h/stone-webviewer/index.html?study=${UID}`, uids(UID)],
      [`https://h/stone-webviewer/index.html?study=${UID}&series=1.2.3`, uids(UID)],
      [`https://h/stone-webviewer/index.html?study=${UID},${OTHER}&selectedStudies=${OTHER}`, uids(OTHER)],
      ['https://h/stone-webviewer/index.html?patient=4711', []],
    ],
  ],
  [
    'legacy Orthanc Explorer',
    [
      [`http://h:8042/app/explorer.html#study?uuid=${ID}`, ids(ID)],
      [`http://h/orthanc/app/explorer.html#series?uuid=${ID}`, partOf('series', 'http://h/orthanc/')],
      [`http://h:8042/app/explorer.html#instance?uuid=${ID}`, partOf('instances', 'http://h:8042/')],
      [`http://h:8042/app/explorer.html#patient?uuid=${ID}`, []],
      ['http://h:8042/app/explorer.html#study?uuid=nonsense', []],
    ],
  ],
  [
    'Orthanc Web viewer',
    [
      [`https://h/web-viewer/app/viewer.html?series=${ID}`, partOf('series', 'https://h/')],
      [`https://h/o/osimis-viewer/app/index.html?study=${ID}`, ids(ID)],
      [`https://h/o/osimis-viewer/app/index.html?pickableStudyIds=x&selectedStudyIds=${ID}`, ids(ID)],
      [`https://h/o/wsi/app/viewer.html?series=${ID}`, partOf('series', 'https://h/o/')],
      ['https://h/web-viewer/app/viewer.html', []],
    ],
  ],
  [
    'VolView',
    [
      [`https://h/volview/index.html?names=[archive.zip]&urls=[../studies/${ID}/archive]`, ids(ID)],
      [`https://h/o/volview/index.html?urls=[../series/${ID}/archive]`, partOf('series', 'https://h/o/')],
      ['https://h/volview/index.html', []],
    ],
  ],
  [
    'MedDream',
    [
      [`https://h/meddream/?study=${UID}`, uids(UID)],
      [`https://meddream.example/?study=${UID},${OTHER}`, uids(UID, OTHER)],
      ['https://meddream.example/?token=eyJ.1.2', []],
    ],
  ],
  [
    'any other viewer',
    [
      [`https://h/view?StudyInstanceUID=${UID}`, uids(UID)],
      [`https://h/view#/x?studyUID=${UID}`, uids(UID)],
      [`https://h/dcm/#/studies/${UID}`, uids(UID)],
      ['https://h/view?study=4711', []],
      [`ftp://h/view?StudyInstanceUID=${UID}`, []],
      ['not an address', []],
    ],
  ],
]

describe.each(cases)('%s', (_viewer, ofViewer) => {
  test.each(ofViewer)('%s', (address, expected) => {
    expect(recogniseStudies(address)).toEqual(expected)
  })
})

describe('the list of viewers', () => {
  const sources = import.meta.glob<string>(['./*.ts', '!./*.test.ts', '!./{index,viewer,url-parts}.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  })

  test('has every file of the folder', () => {
    expect(viewers.map(({ id }) => `./${id}.ts`).toSorted()).toEqual(Object.keys(sources).toSorted())
  })

  test.each(Object.entries(sources))('%s ends with where to try it', (_file, source) => {
    expect(source).toMatch(/\/\*\nTry it on: [^]+\*\/\n$/)
  })
})
