/** The plane tiled with copies of a space: `tilesAround`. */
import type { Image, Space } from '../space.ts'

/**
 * The copy into which one comes after `across` crossings of the ends of x and `up` of those of y, counted downwards where
 * negative; 0 where the ends are not joined. Other than `Space.images`, these are all, those at the corners too.
 */
function tile(space: Space, across: number, up: number): Image {
  const { kind, side } = space
  const turnsY = (kind === 'moebius' || kind === 'projective') && across % 2 !== 0
  const turnsX = (kind === 'klein' || kind === 'projective') && up % 2 !== 0
  return {
    flipX: turnsX ? -1 : 1,
    flipY: turnsY ? -1 : 1,
    shiftX: (turnsX ? side : 0) + across * side,
    shiftY: (turnsY ? side : 0) + up * side,
    sideX: Math.sign(across) as Image['sideX'],
    sideY: Math.sign(up) as Image['sideY'],
  }
}

/** The tiles up to `rings` around the space, itself first. */
export function tilesAround(space: Space, rings: number): Image[] {
  const [across, up] = ([0, 1] as const).map((axis) => (space.joined(axis) ? rings : 0))
  const tiles = [tile(space, 0, 0)]
  for (let b = -up; b <= up; b++) {
    for (let a = -across; a <= across; a++) if (a !== 0 || b !== 0) tiles.push(tile(space, a, b))
  }
  return tiles
}
