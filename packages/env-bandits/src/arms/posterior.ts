/** What rewards say of an arm's mean, for pictures: `Belief`, `posteriorOf`. Policies keep beliefs of their own. */
import { exp, log } from '@gauntlet/core'

/**
 * Which posterior an arm's mean has. `beta`: Beta(1 + s, 1 + n - s), of a uniform prior and rewards from 0 to 1, as `thompson`
 * has it. With a known deviation d of the rewards: normal, of mean s / n and deviation d / √n. `none`: of rewards without a
 * variance there is no such thing. n rewards seen, s their sum.
 */
export type Belief = 'beta' | 'none' | { readonly deviation: number }

export interface Posterior {
  /** Places, and the density there as a share of its greatest. */
  readonly at: readonly number[]
  readonly density: readonly number[]
  /** The middle 95 %. */
  readonly low: number
  readonly high: number
}

/** Places at which a density is taken, and deviations that they reach to either side of the mean. */
const PLACES = 49
const REACH = 4
/** Probability on either side of the interval. */
const TAIL = 0.025
/** A logarithm is taken no nearer than this to 0. */
const LEAST = 1e-12

/** The posterior after `n` rewards that add up to `s`; undefined where nothing is believed yet. */
export function posteriorOf(belief: Belief, n: number, s: number): Posterior | undefined {
  if (belief === 'beta') return beta(1 + s, 1 + n - s)
  if (belief === 'none' || belief.deviation === 0 || n === 0) return undefined
  const mean = s / n
  const deviation = belief.deviation / Math.sqrt(n)
  const density = (x: number): number => (-0.5 * (x - mean) * (x - mean)) / (deviation * deviation)
  return drawn(density, mean - REACH * deviation, mean + REACH * deviation)
}

function beta(a: number, b: number): Posterior {
  const mean = a / (a + b)
  const deviation = Math.sqrt((mean * (1 - mean)) / (a + b + 1))
  const density = (x: number): number =>
    (a - 1) * log(Math.max(x, LEAST)) + (b - 1) * log(Math.max(1 - x, LEAST))
  return drawn(density, Math.max(0, mean - REACH * deviation), Math.min(1, mean + REACH * deviation))
}

function drawn(logDensity: (x: number) => number, from: number, to: number): Posterior {
  const at = Array.from({ length: PLACES }, (_, i) => from + ((to - from) * i) / (PLACES - 1))
  const logs = at.map(logDensity)
  const most = Math.max(...logs)
  const density = logs.map((value) => exp(value - most))
  // By the trapezoidal rule: the share to the left of each place.
  const shares = [0]
  for (let i = 1; i < PLACES; i++) shares.push(shares[i - 1] + density[i - 1] + density[i])
  const quantile = (p: number): number => {
    const wanted = p * shares[PLACES - 1]
    const i = Math.max(
      1,
      shares.findIndex((share) => share >= wanted),
    )
    return at[i - 1] + ((at[i] - at[i - 1]) * (wanted - shares[i - 1])) / (shares[i] - shares[i - 1])
  }
  return { at, density, low: quantile(TAIL), high: quantile(1 - TAIL) }
}
