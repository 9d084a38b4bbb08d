/** Solid shapes in patient coordinates (millimetres, the volume's middle is the origin). Pure. */

export interface Point {
  readonly x: number
  readonly y: number
  readonly z: number
}

/** Is the point inside? */
export type Solid = (point: Point) => boolean

export const ellipsoid =
  (centre: Point, radius: Point): Solid =>
  ({ x, y, z }) =>
    ((x - centre.x) / radius.x) ** 2 + ((y - centre.y) / radius.y) ** 2 + ((z - centre.z) / radius.z) ** 2 <=
    1

export const sphere = (centre: Point, radius: number): Solid =>
  ellipsoid(centre, { x: radius, y: radius, z: radius })

/** A rod along the body. */
export const rod =
  (centre: { x: number; y: number }, radius: number): Solid =>
  ({ x, y }) =>
    Math.hypot(x - centre.x, y - centre.y) <= radius

/** A tube along the body, elliptic. */
export const tube =
  (centre: { x: number; y: number }, radius: { x: number; y: number }): Solid =>
  ({ x, y }) =>
    ((x - centre.x) / radius.x) ** 2 + ((y - centre.y) / radius.y) ** 2 <= 1

export const box =
  (centre: Point, half: Point): Solid =>
  ({ x, y, z }) =>
    Math.abs(x - centre.x) <= half.x && Math.abs(y - centre.y) <= half.y && Math.abs(z - centre.z) <= half.z

/** A cone that stands along z, its tip at the upper end. */
export const cone =
  (base: Point, radius: number, height: number): Solid =>
  ({ x, y, z }) => {
    const up = z - base.z
    return up >= 0 && up <= height && Math.hypot(x - base.x, y - base.y) <= radius * (1 - up / height)
  }

/** Rings along the body: a cheap rib cage. */
export const rings =
  (outer: { x: number; y: number }, thickness: number, every: number): Solid =>
  ({ x, y, z }) => {
    const distance = Math.hypot(x / outer.x, y / outer.y)
    const inner = 1 - thickness / Math.min(outer.x, outer.y)
    return distance <= 1 && distance >= inner && Math.abs(((z % every) + every) % every) < every / 3
  }

/** What is where, from the outside in: the last solid that holds a point gives its value. */
export interface Phantom {
  /** Value where no solid is. */
  readonly background: number
  readonly solids: readonly (readonly [Solid, number])[]
}

/** A little deterministic grain in −1 … 1, so that the pictures look like pictures. */
export function grain(index: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b)
  return ((bits ^ (bits >>> 13)) >>> 0) / 0x7fffffff - 1
}

export const valueAt = ({ background, solids }: Phantom, point: Point): number =>
  solids.reduce((value, [isInside, own]) => (isInside(point) ? own : value), background)
