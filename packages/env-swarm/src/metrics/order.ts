/**
 * How much agents agree, whatever their places: `polarOrder`, `nematicOrder`, `headingEntropy`, `kuramotoOrder`.
 *
 * All take O(agents) and allocate nothing; none depends on the order of agents beyond rounding. Of no agents there is no order: 0.
 * Directions are those in the coordinates of the square, which a twisted seam mirrors.
 */
import { ParameterError, atan2, cos, log, sin } from '@gauntlet/core'

/**
 * |mean of e|: 1 where all move one way, about 1 / sqrt(agents) where each moves as it likes. One agent: 1.
 * Shapes: `directions` [agents, 2], unit vectors. Range: 0 to 1.
 * Source: Vicsek, Czirók, Ben-Jacob, Cohen and Shochet 1995, the average normalised velocity.
 */
export function polarOrder(directions: Float64Array): number {
  let x = 0
  let y = 0
  for (let k = 0; k < directions.length; k += 2) {
    x += directions[k]
    y += directions[k + 1]
  }
  return meanLength(x, y, directions.length / 2)
}

/**
 * |mean of exp(2 i theta)|: 1 where all move along one line, either way. One agent: 1.
 * Shapes: `directions` [agents, 2], unit vectors. Range: 0 to 1.
 * Source: Chaté, Ginelli and Montagne 2006, the scalar nematic order parameter.
 */
export function nematicOrder(directions: Float64Array): number {
  let x = 0
  let y = 0
  for (let k = 0; k < directions.length; k += 2) {
    const c = directions[k]
    const s = directions[k + 1]
    x += c * c - s * s
    y += 2 * c * s
  }
  return meanLength(x, y, directions.length / 2)
}

/**
 * -(sum of p log p) / log(bins), p the share of agents whose heading is in a bin: 0 where all are in one (also one agent
 * alone), 1 where every bin has as many. Bins are equal parts of (-pi, pi].
 *
 * Shapes: `directions` [agents, 2], unit vectors; `counts` [bins] is overwritten with the agents in each. Range: 0 to 1.
 * Errors: ParameterError where there are fewer than two bins.
 * Source: Shannon 1948, section 6, over its greatest value.
 */
export function headingEntropy(directions: Float64Array, counts: Int32Array): number {
  const bins = counts.length
  if (bins < 2) throw new ParameterError('counts', bins, 'at least 2 bins')
  const n = directions.length / 2
  counts.fill(0)
  for (let i = 0; i < n; i++) {
    const turn = (atan2(directions[2 * i + 1], directions[2 * i]) + Math.PI) / (2 * Math.PI)
    counts[Math.min(bins - 1, Math.floor(turn * bins))]++
  }
  let sum = 0
  for (let b = 0; b < bins; b++) if (counts[b] > 0) sum += (counts[b] / n) * log(n / counts[b])
  return sum / log(bins)
}

/**
 * r exp(i psi) = mean of exp(i theta): writes r, from 0 to 1, and psi, from -pi to pi, to `out` [2]. One oscillator: 1 and its phase.
 * Where r is 0, psi says nothing.
 *
 * Shapes: `phases` [agents], radians, any number. Source: Strogatz 2000, section 3 (Kuramoto 1984).
 */
export function kuramotoOrder(phases: Float64Array, out: Float64Array): void {
  let x = 0
  let y = 0
  for (let i = 0; i < phases.length; i++) {
    x += cos(phases[i])
    y += sin(phases[i])
  }
  out[0] = meanLength(x, y, phases.length)
  out[1] = atan2(y, x)
}

/** Of unit vectors that sum to (x, y); rounding takes none beyond 1. */
function meanLength(x: number, y: number, n: number): number {
  return n === 0 ? 0 : Math.min(1, Math.sqrt(x * x + y * y) / n)
}
