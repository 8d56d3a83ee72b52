/** What agents cannot enter: `Disc`, `Obstacles`. */
import { ParameterError, type Stream } from '@gauntlet/core'
import { tilesAround } from './neighbours/tiles.ts'
import type { Space } from './space.ts'

export interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** Places tried for an agent that is to lie outside of the discs. */
const TRIES = 1000

/**
 * Discs in a space that agents cannot enter and which turn them away; `owner` names in errors whose they are.
 * Errors: ParameterError naming the first disc that is outside of the space, reaches through a wall, or meets another disc or
 * itself around the space.
 */
export class Obstacles {
  readonly discs: readonly Disc[]
  private readonly owner: string
  private readonly space: Space
  /** [discs, 2] */
  private readonly centres: Float64Array
  private readonly way: Float64Array = new Float64Array(2)

  constructor(owner: string, space: Space, discs: readonly Disc[]) {
    if (!Array.isArray(discs))
      throw new ParameterError(`${owner}.obstacles`, discs, 'a list of discs { x, y, radius }')
    discs.forEach((disc, d) => requireDisc(owner, space, discs, disc, d))
    this.owner = owner
    this.space = space
    this.discs = discs
    this.centres = Float64Array.from(discs.flatMap(({ x, y }) => [x, y]))
  }

  /**
   * Puts agent `i` anywhere in the square but in a disc, each place equally likely. Shape: `positions` [agents, 2].
   * Errors: ParameterError where there seems to be no such place.
   */
  place(stream: Stream, positions: Float64Array, i: number): void {
    const { side } = this.space
    for (let tries = 0; tries < TRIES; tries++) {
      positions[2 * i] = side * stream.uniform()
      positions[2 * i + 1] = side * stream.uniform()
      if (!this.covers(positions, i)) return
    }
    throw new ParameterError(`${this.owner}.obstacles`, this.discs, 'discs that leave room for the agents')
  }

  /** Whether agent `i` is inside of a disc. */
  private covers(positions: Float64Array, i: number): boolean {
    const { space, discs, centres, way } = this
    for (let d = 0; d < discs.length; d++) {
      space.displacement(positions, 2 * i, centres, 2 * d, way)
      if (way[0] * way[0] + way[1] * way[1] < discs[d].radius * discs[d].radius) return true
    }
    return false
  }

  /**
   * Brings agent `i`, which a step has put into a disc, to the nearest place on its rim; if it was on its way inwards, it is
   * reflected there. A step that leaps over a disc is not noticed.
   * Shapes: `positions` and `directions` (velocities as well) [agents, 2].
   */
  keepOut(positions: Float64Array, directions: Float64Array, i: number): void {
    const { space, discs, centres, way } = this
    for (let d = 0; d < discs.length; d++) {
      const { radius } = discs[d]
      space.displacement(positions, 2 * i, centres, 2 * d, way)
      const distance = Math.sqrt(way[0] * way[0] + way[1] * way[1])
      if (distance >= radius) continue
      // Outwards; from the very centre to the right.
      const outX = distance > 0 ? -way[0] / distance : 1
      const outY = distance > 0 ? -way[1] / distance : 0
      positions[2 * i] += (radius - distance) * outX
      positions[2 * i + 1] += (radius - distance) * outY
      const inwards = directions[2 * i] * outX + directions[2 * i + 1] * outY
      if (inwards < 0) {
        directions[2 * i] -= 2 * inwards * outX
        directions[2 * i + 1] -= 2 * inwards * outY
      }
      space.settle(positions, directions, i)
    }
  }
}

function requireDisc(owner: string, space: Space, discs: readonly Disc[], disc: Disc, d: number): void {
  const place = `${owner}.obstacles[${d}]`
  const { x, y, radius } = Object(disc) as Disc
  const { side, kind } = space
  if (!(radius > 0 && radius < Infinity))
    throw new ParameterError(`${place}.radius`, radius, 'a finite number above 0')
  for (const [axis, name] of [[0, 'x'] as const, [1, 'y'] as const]) {
    // At a seam a disc reaches over; walls and rims leave no gap in which an agent could be caught.
    const margin = space.joined(axis) ? 0 : radius
    const [least, most] = kind === 'plane' ? [-Number.MAX_VALUE, Number.MAX_VALUE] : [margin, side - margin]
    const value = { x, y }[name]
    if (!(value >= least && value <= most))
      throw new ParameterError(`${place}.${name}`, value, `a number from ${least} to ${most}`)
  }
  for (const [tile, { flipX, flipY, shiftX, shiftY }] of tilesAround(space, 1).entries()) {
    for (let other = 0; other <= d; other++) {
      if (other === d && tile === 0) continue
      const dx = flipX * discs[other].x + shiftX - x
      const dy = flipY * discs[other].y + shiftY - y
      if (Math.sqrt(dx * dx + dy * dy) >= radius + discs[other].radius) continue
      const met = other === d ? 'itself around the space' : `obstacles[${other}]`
      throw new ParameterError(place, disc, `a disc that does not meet ${met}`)
    }
  }
}
