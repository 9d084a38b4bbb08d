import { encode } from 'uqr'

/** Empty modules that ISO/IEC 18004 asks for around the symbol. */
const QUIET_ZONE = 4

export interface QrCells {
  /** Side of the whole picture, quiet zone included, in modules. */
  size: number
  /** The dark modules as an SVG path in units of one module; also understood by `Path2D`. */
  path: string
}

/** A text as QR code at error correction level M (15 %), for paper and screens. Loaded when a link is shown. */
export const encodeQr = (text: string): QrCells => {
  const { data, size } = encode(text, { ecc: 'M', boostEcc: false, border: QUIET_ZONE })
  return { size, path: data.map(rowPath).join('') }
}

/** Runs of dark modules in one row, each as one rectangle: no seams between cells at any scale. */
const rowPath = (row: boolean[], y: number): string => {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x++
    path += `M${start} ${y}h${x + 1 - start}v1h-${x + 1 - start}z`
  }
  return path
}
