import type { SampleStudy } from './catalog.ts'
import { commonAttributes, greyAttributes } from './common-attributes.ts'
import { derivedUid } from './derived-uid.ts'
import { writeDicomFile } from './dicom-file.ts'
import { grain, valueAt, type Phantom } from './shapes.ts'

/** SOP classes (PS3.4 §B.5). */
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2'
const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4'

export interface VolumeOptions {
  readonly phantom: Phantom
  readonly series: { number: number; description: string }
  readonly sliceCount: number
  readonly size: number
  /** Millimetres. */
  readonly pixelSpacing: number
  readonly sliceSpacing: number
  readonly window: { readonly center: number; readonly width: number }
}

/** A decimal string of DICOM (DS) has at most 16 characters. */
const millimetres = (value: number) => Number(value.toFixed(4))

/** CT stores Hounsfield units above this; MR stores its values as they are. */
const CT_INTERCEPT = -1024

/** A stack of axial slices, from the feet up. */
export function makeVolume(study: SampleStudy, options: VolumeOptions): Buffer[] {
  const { phantom, sliceCount, size, pixelSpacing, sliceSpacing, window } = options
  const { uid, attributes } = commonAttributes(study, options.series)
  const isCt = study.modality === 'CT'
  const intercept = isCt ? CT_INTERCEPT : 0
  const first = millimetres((-(size - 1) / 2) * pixelSpacing)
  return Array.from({ length: sliceCount }, (_, slice) => {
    const z = millimetres((slice - (sliceCount - 1) / 2) * sliceSpacing)
    const pixels = new Uint16Array(size * size)
    for (let index = 0; index < pixels.length; index++) {
      const point = {
        x: first + (index % size) * pixelSpacing,
        y: first + Math.floor(index / size) * pixelSpacing,
        z,
      }
      const value = valueAt(phantom, point) + 12 * grain(slice * pixels.length + index)
      pixels[index] = Math.max(0, Math.min(4095, Math.round(value - intercept)))
    }
    return writeDicomFile(
      {
        ...attributes,
        SOPClassUID: isCt ? CT_IMAGE : MR_IMAGE,
        SOPInstanceUID: derivedUid(`${uid}/${slice}`),
        ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
        InstanceNumber: slice + 1,
        AcquisitionNumber: 1,
        PatientPosition: 'HFS',
        FrameOfReferenceUID: derivedUid(`${study.studyInstanceUID}/frame`),
        PositionReferenceIndicator: '',
        ImagePositionPatient: [first, first, z],
        ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
        PixelSpacing: [pixelSpacing, pixelSpacing],
        SliceThickness: sliceSpacing,
        SpacingBetweenSlices: sliceSpacing,
        SliceLocation: z,
        ...greyAttributes(size),
        WindowCenter: window.center,
        WindowWidth: window.width,
        ...(isCt
          ? { KVP: 120, RescaleIntercept: CT_INTERCEPT, RescaleSlope: 1, RescaleType: 'HU' }
          : { ScanningSequence: 'SE', SequenceVariant: 'NONE', ScanOptions: '', MRAcquisitionType: '3D' }),
      },
      pixels,
    )
  })
}
