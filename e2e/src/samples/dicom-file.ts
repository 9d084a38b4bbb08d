import { data } from 'dcmjs'
import { derivedUid } from './derived-uid.ts'

const { DicomDict, DicomMetaDictionary } = data
const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
const IMPLEMENTATION = derivedUid('implementation')

export interface Instance {
  readonly SOPClassUID: string
  readonly SOPInstanceUID: string
  readonly [attribute: string]: unknown
}

const meta = (vr: string, value: unknown) => ({ vr, Value: [value] })

/**
 * (7FE0,0010) PixelData as OW: the last element of the file. dcmjs 0.47 takes every transfer syntax for an
 * encapsulated one, so this element is not left to it.
 */
function pixelDataElement(pixels: Uint8Array): Buffer {
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 0, 0, 0, 0])
  head.writeUInt32LE(pixels.byteLength + (pixels.byteLength % 2), 8)
  return Buffer.concat([head, pixels, Buffer.alloc(pixels.byteLength % 2)])
}

/** A DICOM file (PS3.10) in Explicit VR Little Endian, of attributes by their keywords and its pixels. */
export function writeDicomFile(instance: Instance, pixels: Uint8Array | Uint16Array): Buffer {
  const file = new DicomDict({
    '00020001': meta('OB', new Uint8Array([0, 1]).buffer),
    '00020002': meta('UI', instance.SOPClassUID),
    '00020003': meta('UI', instance.SOPInstanceUID),
    '00020010': meta('UI', EXPLICIT_VR_LITTLE_ENDIAN),
    '00020012': meta('UI', IMPLEMENTATION),
    '00020013': meta('SH', 'STUDYLINK_SAMPLE'),
  })
  file.dict = DicomMetaDictionary.denaturalizeDataset({ ...instance })
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  return Buffer.concat([new Uint8Array(file.write()), pixelDataElement(bytes)])
}
