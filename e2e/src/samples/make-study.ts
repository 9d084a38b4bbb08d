import { sampleStudies, type SampleName, type SampleStudy } from './catalog.ts'
import { makeUltrasound, makeXray } from './make-pictures.ts'
import { makeVolume } from './make-volume.ts'
import { abdomen, head, knee, thorax } from './phantoms.ts'

const softTissue = { center: 40, width: 400 }
const fine = { size: 256, pixelSpacing: 1.4, sliceSpacing: 3 }

const makers: Record<SampleName, (study: SampleStudy) => Buffer[]> = {
  ctThorax: (study) => [
    ...makeVolume(study, {
      ...fine,
      phantom: thorax,
      series: { number: 1, description: 'Axial 3 mm' },
      sliceCount: 60,
      window: softTissue,
    }),
    ...makeVolume(study, {
      phantom: thorax,
      series: { number: 2, description: 'Axial 9 mm, lung' },
      sliceCount: 20,
      size: 128,
      pixelSpacing: 2.8,
      sliceSpacing: 9,
      window: { center: -600, width: 1500 },
    }),
  ],
  mrHead: (study) =>
    makeVolume(study, {
      phantom: head,
      series: { number: 1, description: 'T1 axial' },
      sliceCount: 32,
      size: 192,
      pixelSpacing: 1.2,
      sliceSpacing: 6,
      window: { center: 450, width: 900 },
    }),
  ctAbdomen: (study) =>
    makeVolume(study, {
      ...fine,
      phantom: abdomen,
      series: { number: 1, description: 'Axial 3 mm' },
      sliceCount: 40,
      window: softTissue,
    }),
  xrayHand: makeXray,
  ultrasoundHeart: makeUltrasound,
  mrKnee: (study) =>
    makeVolume(study, {
      phantom: knee,
      series: { number: 1, description: 'PD axial' },
      sliceCount: 24,
      size: 160,
      pixelSpacing: 0.9,
      sliceSpacing: 6,
      window: { center: 450, width: 900 },
    }),
}

/** The DICOM files of one sample study; the same on every machine. */
export const makeSampleStudy = (name: SampleName): Buffer[] => makers[name](sampleStudies[name])
