import { grain } from './shapes.ts'

type Spot = readonly [x: number, y: number]

/** Distance of a point from the line between two others. */
function distance(x: number, y: number, [x1, y1]: Spot, [x2, y2]: Spot): number {
  const dx = x2 - x1
  const dy = y2 - y1
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy)
}

/** Wrist to finger tips, in a square of side 1: joints of each ray of the hand. */
const rays: readonly (readonly Spot[])[] = [
  [
    [0.47, 0.86],
    [0.32, 0.66],
    [0.2, 0.54],
    [0.12, 0.47],
  ],
  [
    [0.49, 0.86],
    [0.41, 0.56],
    [0.36, 0.36],
    [0.33, 0.24],
    [0.31, 0.15],
  ],
  [
    [0.51, 0.86],
    [0.5, 0.54],
    [0.49, 0.31],
    [0.48, 0.18],
    [0.48, 0.08],
  ],
  [
    [0.53, 0.86],
    [0.59, 0.56],
    [0.62, 0.36],
    [0.64, 0.24],
    [0.65, 0.15],
  ],
  [
    [0.55, 0.86],
    [0.68, 0.61],
    [0.75, 0.46],
    [0.78, 0.38],
    [0.81, 0.31],
  ],
]
const bones = rays.flatMap((joints) => joints.slice(1).map((to, index) => [joints[index] ?? to, to] as const))
const FLESH = 0.055
const BONE = 0.021
const GAP = 0.012

/**
 * A hand as an X-ray shows it: flesh grey, bones bright, a gap at each joint.
 *
 * @returns 12-bit values, `size` × `size`
 */
export function drawHand(size: number): Uint16Array {
  const pixels = new Uint16Array(size * size)
  for (let index = 0; index < pixels.length; index++) {
    const x = (index % size) / size
    const y = Math.floor(index / size) / size
    let flesh = ((x - 0.51) / 0.2) ** 2 + ((y - 0.7) / 0.2) ** 2 < 1 ? 0 : 1
    let bone = 1
    for (const [from, to] of bones) {
      const away = distance(x, y, from, to)
      if (away >= FLESH) continue
      flesh = 0
      const joint = Math.min(Math.hypot(x - from[0], y - from[1]), Math.hypot(x - to[0], y - to[1]))
      if (joint > GAP) bone = Math.min(bone, away)
    }
    const base = flesh === 0 ? 1250 : 180
    pixels[index] = (bone < BONE ? 2700 + 700 * (1 - bone / BONE) : base) + 40 * grain(index)
  }
  return pixels
}

/**
 * One frame of a beating ring in an ultrasound sector: grey speckle, and a coloured jet as Doppler shows it.
 *
 * @param phase of the beat, from 0 to 1
 * @returns RGB, 8 bits each, pixel by pixel
 */
export function drawHeartbeat(width: number, height: number, phase: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3)
  const beat = Math.sin(phase * 2 * Math.PI)
  const radius = 0.16 + 0.045 * beat
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (column - width / 2) / height
      const y = row / height
      const depth = Math.hypot(x, y + 0.05)
      if (Math.abs(Math.atan2(x, y + 0.05)) > 0.7 || depth < 0.1 || depth > 1) continue
      const index = row * width + column
      const fromCentre = Math.hypot(x, y - 0.5)
      const speckle = 0.65 + 0.35 * grain(index * 31 + Math.round(phase * 1000))
      const isWall = Math.abs(fromCentre - radius) < 0.035
      const isInside = fromCentre < radius
      const grey = (isWall ? 215 : isInside ? 60 : 95) * speckle
      const flow = isInside && Math.abs(x) < 0.06 ? 150 * beat : 0
      pixels[index * 3] = Math.min(255, grey + Math.max(0, flow))
      pixels[index * 3 + 1] = grey
      pixels[index * 3 + 2] = Math.min(255, grey + Math.max(0, -flow))
    }
  }
  return pixels
}
