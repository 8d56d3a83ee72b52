/** How much agents turn about their middle: `milling`. */
import { atan2, cos, sin } from '@gauntlet/core'
import { requireNumbers } from '../require-input.ts'
import type { Space } from '../space.ts'

const CENTRE = new Float64Array(2)
const WAY = new Float64Array(2)

/**
 * |mean of (r / |r|) x e|, r the shortest way from the agents' centre to the agent, e its direction as seen from there: 1 where
 * all circle one way about it, 0 where as many turn left as right. An agent at the centre turns neither way: 0, as one
 * agent alone, or none.
 *
 * The centre is the mean of the coordinates, and their circular mean where the ends are joined (which, where agents are
 * spread evenly all round, may lie anywhere). At twisted seams that mean depends on where the square was cut.
 * Shapes: `positions` and `directions` [agents, 2]. Range: 0 to 1. O(agents), allocates nothing.
 * Errors: ParameterError where there are not as many directions as positions.
 * Source: Tunstrøm et al. 2013, rotation; Couzin et al. 2002, group angular momentum. Circular mean: Bai and Breen 2008.
 */
export function milling(space: Space, positions: Float64Array, directions: Float64Array): number {
  requireNumbers('directions', directions, positions.length)
  const n = positions.length / 2
  if (n === 0) return 0
  CENTRE[0] = meanCoordinate(space, positions, 0)
  CENTRE[1] = meanCoordinate(space, positions, 1)
  let sum = 0
  for (let k = 0; k < positions.length; k += 2) {
    const { flipX, flipY } = space.displacement(CENTRE, 0, positions, k, WAY)
    const distance = Math.sqrt(WAY[0] * WAY[0] + WAY[1] * WAY[1])
    if (distance === 0) continue
    sum += (WAY[0] * flipY * directions[k + 1] - WAY[1] * flipX * directions[k]) / distance
  }
  return Math.min(1, Math.abs(sum) / n)
}

function meanCoordinate(space: Space, positions: Float64Array, axis: 0 | 1): number {
  return space.joined(axis) ? circularMean(positions, axis, space.side) : arithmeticMean(positions, axis)
}

function arithmeticMean(positions: Float64Array, axis: 0 | 1): number {
  let sum = 0
  for (let k = axis; k < positions.length; k += 2) sum += positions[k]
  return sum / (positions.length / 2)
}

function circularMean(positions: Float64Array, axis: 0 | 1, side: number): number {
  const turn = (2 * Math.PI) / side
  let x = 0
  let y = 0
  for (let k = axis; k < positions.length; k += 2) {
    x += cos(turn * positions[k])
    y += sin(turn * positions[k])
  }
  const mean = atan2(y, x) / turn
  return mean < 0 ? mean + side : mean
}
