/** The surfaces on which agents move: `SpaceKind`, `Image`, `Space`. */
import { GauntletError, ParameterError } from '@gauntlet/core'

/** What lies at the two ends of a coordinate. */
type Ends = 'open' | 'wall' | 'seam' | 'twisted'

export type SpaceKind = 'plane' | 'box' | 'torus' | 'moebius' | 'klein' | 'projective'

/**
 * The ends of x and of y. At a seam they are joined; at a twisted one they are joined upside down, so that who leaves at
 * (side, y) comes back at (0, side - y), mirrored.
 */
const ENDS: Readonly<Record<SpaceKind, readonly [x: Ends, y: Ends]>> = {
  plane: ['open', 'open'],
  box: ['wall', 'wall'],
  torus: ['seam', 'seam'],
  moebius: ['twisted', 'wall'],
  klein: ['seam', 'twisted'],
  projective: ['twisted', 'twisted'],
}

/** A copy of the space beside itself: (x, y) is seen again at (flipX x + shiftX, flipY y + shiftY), its direction flipped likewise. */
export interface Image {
  readonly flipX: 1 | -1
  readonly flipY: 1 | -1
  readonly shiftX: number
  readonly shiftY: number
  /** Where it lies: -1 before the square, 0 beside it, 1 behind it. */
  readonly sideX: -1 | 0 | 1
  readonly sideY: -1 | 0 | 1
}

/**
 * The square [0, side)², with ends as `kind` says: the whole plane (the square is then where agents begin), a box with
 * walls that reflect, the torus, the Möbius strip, the Klein bottle, or the projective plane. All are flat.
 */
export class Space {
  readonly kind: SpaceKind
  readonly side: number
  /** The space itself, then its copies at seams. */
  readonly images: readonly Image[]
  private readonly ends: readonly [x: Ends, y: Ends]

  /** Errors: ParameterError where there is no such kind, or the side is no finite number above 0. */
  constructor(kind: SpaceKind, side: number) {
    if (!Object.hasOwn(ENDS, kind))
      throw new ParameterError('Space.kind', kind, `one of ${Object.keys(ENDS).join(', ')}`)
    if (!(side > 0 && side < Infinity))
      throw new ParameterError('Space.side', side, 'a finite number above 0')
    this.kind = kind
    this.side = side
    this.ends = ENDS[kind]
    this.images = imagesOf(this.ends, side)
  }

  /** Whether the ends of that coordinate, 0 or 1, are joined. */
  joined(axis: 0 | 1): boolean {
    return this.ends[axis] === 'seam' || this.ends[axis] === 'twisted'
  }

  /** Whether who goes on along that coordinate, 0 or 1, is back after one side. */
  periodic(axis: 0 | 1): boolean {
    return this.ends[axis] === 'seam'
  }

  /**
   * Brings agent `i` back into the square after a move, with its direction.
   * Shapes: `positions` and `directions` [agents, 2]. Errors: GauntletError where a coordinate is not finite but has ends.
   */
  settle(positions: Float64Array, directions: Float64Array, i: number): void {
    const { side, ends } = this
    const x = 2 * i
    const y = x + 1
    // Twice where a seam turned the other coordinate to its very end.
    while (!(inside(ends[0], side, positions[x]) && inside(ends[1], side, positions[y]))) {
      if (!(Math.abs(positions[x]) < Infinity && Math.abs(positions[y]) < Infinity))
        throw new GauntletError(
          'diverged',
          `got agent ${i} at ${positions[x]}, ${positions[y]}, expected finite positions`,
        )
      settleAxis(ends[0], side, positions, directions, x, y)
      settleAxis(ends[1], side, positions, directions, y, x)
    }
  }

  /**
   * The shortest way from `from` [at, at + 1] to `to` [on, on + 1], written to `out` [0] and [1], seen from `from`. Gives the
   * image in which `to` is that near, the first of those that tie.
   */
  displacement(from: Float64Array, at: number, to: Float64Array, on: number, out: Float64Array): Image {
    let nearest = this.images[0]
    let least = Infinity
    for (let m = 0; m < this.images.length; m++) {
      const image = this.images[m]
      const dx = image.flipX * to[on] + image.shiftX - from[at]
      const dy = image.flipY * to[on + 1] + image.shiftY - from[at + 1]
      const d2 = dx * dx + dy * dy
      if (d2 >= least) continue
      least = d2
      nearest = image
      out[0] = dx
      out[1] = dy
    }
    return nearest
  }
}

/** At a plain seam 0 and `side` are one place, called 0. At a twisted one they belong to different places of the other coordinate. */
function inside(ends: Ends, side: number, value: number): boolean {
  return ends === 'open' || (value >= 0 && (value < side || (value === side && ends !== 'seam')))
}

/** Brings the coordinate at `k` of an agent back, and what that does to the other one, at `other`. */
function settleAxis(
  ends: Ends,
  side: number,
  positions: Float64Array,
  directions: Float64Array,
  k: number,
  other: number,
): void {
  const value = positions[k]
  if (inside(ends, side, value)) return
  if (ends === 'wall') {
    const folded = Math.max(0, value - 2 * side * Math.floor(value / (2 * side)))
    positions[k] = folded > side ? 2 * side - folded : folded
    if (Math.floor(value / side) % 2 !== 0) directions[k] = -directions[k]
    return
  }
  // The greatest negative numbers, divided, round to 0.
  const crossings = Math.floor(value / side)
  positions[k] = Math.max(0, value - side * crossings)
  if (ends === 'seam' || crossings % 2 === 0) return
  positions[other] = side - positions[other]
  directions[other] = -directions[other]
}

/**
 * All copies that touch the square. In the projective plane those at the corners are left out: its four corners are two
 * points around which there is but half a turn, so that the copies beside them show all there is.
 */
function imagesOf([x, y]: readonly [x: Ends, y: Ends], side: number): Image[] {
  const shifts = (ends: Ends): (0 | -1 | 1)[] => (ends === 'seam' || ends === 'twisted' ? [0, -1, 1] : [0])
  const corners = !(x === 'twisted' && y === 'twisted')
  return shifts(y).flatMap((j) =>
    shifts(x)
      .filter((i) => corners || i === 0 || j === 0)
      .map((i): Image => {
        const turnsY = x === 'twisted' && i !== 0
        const turnsX = y === 'twisted' && j !== 0
        return {
          flipX: turnsX ? -1 : 1,
          flipY: turnsY ? -1 : 1,
          shiftX: (turnsX ? side : 0) + i * side,
          shiftY: (turnsY ? side : 0) + j * side,
          sideX: i,
          sideY: j,
        }
      }),
  )
}
