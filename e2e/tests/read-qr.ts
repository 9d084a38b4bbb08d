import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')

/** What a phone's camera would read from this picture. */
export const readQr = async (png: Buffer): Promise<string | undefined> => {
  // From the package: by itself it would fetch its wasm from a CDN.
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const [result] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'], tryHarder: true })
  return result?.text
}
