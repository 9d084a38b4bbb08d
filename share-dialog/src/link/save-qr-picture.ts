import type { QrCells } from './qr-cells.ts'
import { saveFile } from './save-file.ts'

/** Pixels per module: 400 to 500 pixels for our links, sharp on paper at 4 cm. */
const SCALE = 10

/** Saves the QR code as a PNG. Its name tells nothing about the patient. */
export const saveQrPicture = async ({ size, path }: QrCells, root: ParentNode & Node): Promise<void> => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * SCALE
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.scale(SCALE, SCALE)
  context.fillStyle = '#000000'
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
  context.fill(new Path2D(path))
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (picture) saveFile(picture, 'share-link-qr.png', root)
}
