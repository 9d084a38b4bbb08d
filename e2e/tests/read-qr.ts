import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')

/** Pixels in four bytes each. */
export interface Bitmap {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** What a phone's camera would read from this picture. */
export const readQr = async (picture: Buffer | Bitmap): Promise<string | undefined> => {
  // From the package: by itself it would fetch its wasm from a CDN.
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const input = Buffer.isBuffer(picture)
    ? new Uint8Array(picture)
    : { ...picture, data: new Uint8ClampedArray(picture.data), colorSpace: 'srgb' as const }
  const [result] = await readBarcodes(input, { formats: ['QRCode'], tryHarder: true })
  return result?.text
}
