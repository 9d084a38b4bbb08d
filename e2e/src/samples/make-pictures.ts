import type { SampleStudy } from './catalog.ts'
import { commonAttributes, greyAttributes } from './common-attributes.ts'
import { derivedUid } from './derived-uid.ts'
import { writeDicomFile } from './dicom-file.ts'
import { drawHand, drawHeartbeat } from './drawings.ts'

/** SOP classes (PS3.4 §B.5). */
const DX_IMAGE_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1'
const ULTRASOUND_MULTI_FRAME = '1.2.840.10008.5.1.4.1.1.3.1'

/** One picture in one file. */
export function makeXray(study: SampleStudy): Buffer[] {
  const size = 1024
  const { uid, attributes } = commonAttributes(study, { number: 1, description: 'Hand PA' })
  return [
    writeDicomFile(
      {
        ...attributes,
        SOPClassUID: DX_IMAGE_FOR_PRESENTATION,
        SOPInstanceUID: derivedUid(`${uid}/0`),
        ImageType: ['ORIGINAL', 'PRIMARY'],
        PresentationIntentType: 'FOR PRESENTATION',
        InstanceNumber: 1,
        BodyPartExamined: 'HAND',
        ViewPosition: 'PA',
        PatientOrientation: ['R', 'F'],
        ImageLaterality: 'R',
        ImagerPixelSpacing: [0.25, 0.25],
        PixelSpacing: [0.25, 0.25],
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
        PixelIntensityRelationship: 'LOG',
        PixelIntensityRelationshipSign: -1,
        RescaleIntercept: 0,
        RescaleSlope: 1,
        RescaleType: 'US',
        PresentationLUTShape: 'IDENTITY',
        ...greyAttributes(size),
        WindowCenter: 1800,
        WindowWidth: 3400,
      },
      drawHand(size),
    ),
  ]
}

/** A second of moving pictures in one file. */
export function makeUltrasound(study: SampleStudy): Buffer[] {
  const [columns, rows, frameCount] = [400, 300, 24]
  const { uid, attributes } = commonAttributes(study, { number: 1, description: 'Beating ring' })
  const frames = Array.from({ length: frameCount }, (_, frame) =>
    drawHeartbeat(columns, rows, frame / frameCount),
  )
  return [
    writeDicomFile(
      {
        ...attributes,
        SOPClassUID: ULTRASOUND_MULTI_FRAME,
        SOPInstanceUID: derivedUid(`${uid}/0`),
        ImageType: ['ORIGINAL', 'PRIMARY'],
        InstanceNumber: 1,
        PatientOrientation: '',
        NumberOfFrames: frameCount,
        FrameTime: 40,
        FrameIncrementPointer: 0x00181063,
        LossyImageCompression: '00',
        SamplesPerPixel: 3,
        PhotometricInterpretation: 'RGB',
        PlanarConfiguration: 0,
        Rows: rows,
        Columns: columns,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
      },
      Buffer.concat(frames),
    ),
  ]
}
