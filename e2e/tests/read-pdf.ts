import { PDFiumLibrary } from '@hyzyla/pdfium'
import type { Bitmap } from './read-qr.ts'

export interface PdfPage {
  /** In points: 72 are an inch. */
  readonly size: { readonly width: number; readonly height: number }
  /** Without white space: lines break where the paper ends. */
  readonly text: string
  readonly picture: Bitmap
}

/** Pictures of 144 dots an inch. */
const SCALE = 2

/** Every sheet of a PDF, as a printer would print it. */
export const readPdf = async (pdf: Buffer): Promise<PdfPage[]> => {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(new Uint8Array(pdf))
  const pages: PdfPage[] = []
  for (const page of document.pages()) {
    const { originalWidth: width, originalHeight: height } = page.getOriginalSize()
    pages.push({
      size: { width, height },
      text: withoutSpace(page.getText()),
      picture: await page.render({ scale: SCALE, render: 'bitmap' }),
    })
  }
  document.destroy()
  library.destroy()
  return pages
}

export const withoutSpace = (text: string): string => text.replaceAll(/\s/g, '')

/** Is anything printed nearer to the sheet's edge than this? What is cut off would be. */
export const isMarginWhite = ({ data, width, height }: Bitmap, millimetres: number): boolean => {
  const margin = Math.floor((millimetres / 25.4) * 72 * SCALE)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isInside = x >= margin && x < width - margin && y >= margin && y < height - margin
      if (!isInside && data[(y * width + x) * 4] !== 255) return false
    }
  return true
}
