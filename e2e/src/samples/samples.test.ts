import { data } from 'dcmjs'
import { describe, expect, it } from 'vitest'
import { EXTERNAL_LABEL, sampleStudies, type SampleName } from './catalog.ts'
import { derivedUid } from './derived-uid.ts'
import { makeSampleStudy } from './make-study.ts'

const { DicomMessage, DicomMetaDictionary } = data
/** One of each kind is enough to read; the large volumes only repeat it. */
const kinds: SampleName[] = ['mrKnee', 'xrayHand', 'ultrasoundHeart']

function read(file: Buffer) {
  const { meta, dict } = DicomMessage.readFile(new Uint8Array(file).buffer)
  return {
    meta: DicomMetaDictionary.naturalizeDataset(meta) as Record<string, unknown>,
    dataset: DicomMetaDictionary.naturalizeDataset(dict) as Record<string, unknown>,
  }
}

describe('the catalogue of samples', () => {
  const studies = Object.values(sampleStudies)

  it('has six studies of at least four patients, two of them the same one’s', () => {
    const patients = studies.map(({ patient }) => patient.patientId)
    expect(studies).toHaveLength(6)
    expect(new Set(patients).size).toBeGreaterThanOrEqual(4)
    expect(patients.filter((id) => id === sampleStudies.ctThorax.patient.patientId)).toHaveLength(2)
  })

  it('has two studies labelled external', () => {
    expect(
      studies.filter(({ labels }) => (labels as readonly string[]).includes(EXTERNAL_LABEL)),
    ).toHaveLength(2)
  })
})

describe('UIDs made of names', () => {
  it('are UUIDs in decimal below 2.25, each name its own', () => {
    expect(derivedUid('a')).toMatch(/^2\.25\.[1-9]\d{36,38}$/)
    expect(derivedUid('a')).toBe(derivedUid('a'))
    expect(derivedUid('a')).not.toBe(derivedUid('b'))
  })
})

describe.each(kinds)('the files of %s', (name) => {
  const study = sampleStudies[name]
  const files = makeSampleStudy(name)

  it('are read back as that study of that patient', () => {
    for (const { meta, dataset } of files.map(read)) {
      expect(meta).toMatchObject({
        TransferSyntaxUID: '1.2.840.10008.1.2.1',
        MediaStorageSOPClassUID: dataset['SOPClassUID'],
        MediaStorageSOPInstanceUID: dataset['SOPInstanceUID'],
      })
      expect(dataset).toMatchObject({
        StudyInstanceUID: study.studyInstanceUID,
        PatientID: study.patient.patientId,
        PatientBirthDate: study.patient.birthDate,
        StudyDescription: study.description,
        Modality: study.modality,
      })
    }
  })

  it('hold as many pixels as they say', () => {
    for (const { dataset } of files.map(read)) {
      const [pixels] = dataset['PixelData'] as ArrayBuffer[]
      const samples = ['Rows', 'Columns', 'SamplesPerPixel'].map((field) => Number(dataset[field]))
      const frames = Number(dataset['NumberOfFrames'] ?? 1)
      const bytes = Number(dataset['BitsAllocated']) / 8
      expect(pixels?.byteLength).toBe(samples.reduce((a, b) => a * b) * frames * bytes)
    }
  })

  it('have instances of their own', () => {
    const uids = files.map((file) => read(file).dataset['SOPInstanceUID'])
    expect(new Set(uids).size).toBe(files.length)
  })

  it('are the same each time', () => {
    expect(makeSampleStudy(name)[0]?.equals(files[0] ?? Buffer.alloc(0))).toBe(true)
  })
})

describe('a volume', () => {
  it('is a stack of evenly spaced slices with something in the middle', () => {
    const slices = makeSampleStudy('mrKnee').map((file) => read(file).dataset)
    const heights = slices.map((slice) => Number((slice['ImagePositionPatient'] as number[])[2]))
    const steps = heights.slice(1).map((height, index) => height - (heights[index] ?? 0))
    expect(new Set(steps)).toEqual(new Set([6]))
    const middle = slices[slices.length >> 1] ?? {}
    const [buffer = new ArrayBuffer(0)] = middle['PixelData'] as ArrayBuffer[]
    const pixels = new Uint16Array(buffer)
    const size = Number(middle['Rows'])
    expect(pixels[(size * size) / 2 + size / 2]).toBeGreaterThan(300)
  })
})
