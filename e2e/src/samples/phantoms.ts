import { box, cone, ellipsoid, rings, rod, sphere, tube, type Phantom } from './shapes.ts'

/** Values of CT phantoms are Hounsfield units; of MR phantoms, arbitrary units from 0 to 1000. */

const at = (x: number, y: number, z: number) => ({ x, y, z })

/** Chest wall, ribs, spine, two lungs, a heart in the middle, and a nodule in one lung. */
export const thorax: Phantom = {
  background: -1000,
  solids: [
    [tube({ x: 0, y: 0 }, { x: 165, y: 110 }), 30],
    [rings({ x: 150, y: 96 }, 9, 22), 600],
    [ellipsoid(at(-78, -8, 0), at(58, 72, 95)), -820],
    [ellipsoid(at(78, -8, 0), at(58, 72, 95)), -820],
    [ellipsoid(at(4, -8, -20), at(52, 50, 60)), 55],
    [ellipsoid(at(-6, -10, -20), at(26, 24, 34)), 180],
    [sphere(at(84, -22, 22), 11), 90],
    [rod({ x: 0, y: 72 }, 18), 480],
    [rod({ x: 0, y: 76 }, 7), 40],
  ],
}

/** Body, spine, and three solids that nobody mistakes: a ball, a cube and a cone. */
export const abdomen: Phantom = {
  background: -1000,
  solids: [
    [tube({ x: 0, y: 0 }, { x: 150, y: 105 }), 20],
    [tube({ x: 0, y: 0 }, { x: 132, y: 88 }), 45],
    [rod({ x: 0, y: 66 }, 17), 420],
    [sphere(at(0, -6, 0), 34), 140],
    [box(at(-82, 0, 0), at(24, 24, 24)), 220],
    [cone(at(84, 0, -36), 30, 72), 260],
  ],
}

/** Skin, skull, brain, two ventricles and a bright ball. */
export const head: Phantom = {
  background: 0,
  solids: [
    [ellipsoid(at(0, 0, 0), at(82, 100, 105)), 620],
    [ellipsoid(at(0, 0, 0), at(77, 95, 100)), 60],
    [ellipsoid(at(0, 0, 0), at(70, 88, 93)), 430],
    [ellipsoid(at(0, 0, 0), at(62, 80, 85)), 540],
    [ellipsoid(at(-15, -4, 8), at(8, 32, 22)), 130],
    [ellipsoid(at(15, -4, 8), at(8, 32, 22)), 130],
    [sphere(at(36, 28, 20), 12), 930],
  ],
}

/** Two bones that meet, cartilage between them, a kneecap in front. */
export const knee: Phantom = {
  background: 0,
  solids: [
    [tube({ x: 0, y: 0 }, { x: 62, y: 66 }), 380],
    [tube({ x: 0, y: 0 }, { x: 56, y: 60 }), 240],
    [ellipsoid(at(0, 4, 52), at(34, 32, 48)), 780],
    [ellipsoid(at(0, 4, -52), at(36, 33, 48)), 740],
    [ellipsoid(at(0, 4, 0), at(36, 32, 6)), 560],
    [ellipsoid(at(0, -46, 10), at(16, 9, 18)), 860],
  ],
}
