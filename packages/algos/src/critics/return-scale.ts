/** The scale of returns, as they come: `ReturnNormaliser`; whether a critic heeds it, `normalisesField`. */
import { type BooleanField, boolean } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import type { Rollout } from '../rollout.ts'

export function normalisesField(normalises: boolean): BooleanField {
  return boolean({
    default: normalises,
    description: 'Whether returns are foretold in units of their spread so far',
  })
}

/** How slowly the moments follow the returns. */
const BETA = 0.99999
const LEAST_VARIANCE = 1e-2

/**
 * Mean and variance of returns by exponential averages without bias, in which a critic foretells; 0 and 1 for ever where it does not.
 * Source: Yu et al. 2022 (MAPPO), section 5.1, and its released ValueNorm, whose constants these are.
 */
export class ReturnNormaliser {
  /** Averages of the return, of its square, and of 1. */
  private readonly moments = new Float64Array(3)
  private readonly normalises: boolean

  constructor(normalises: boolean) {
    this.normalises = normalises
  }

  get state(): Archive {
    return this.normalises ? { moments: this.moments } : {}
  }

  observe({ steps, rows, decided }: Rollout, returns: Float64Array): void {
    if (!this.normalises) return
    let count = 0
    let sum = 0
    let squares = 0
    for (let place = 0; place < steps * rows; place++) {
      if (decided[place] === 0) continue
      count++
      sum += returns[place]
      squares += returns[place] * returns[place]
    }
    if (count === 0) return
    const seen = [sum / count, squares / count, 1]
    for (let k = 0; k < 3; k++) this.moments[k] = BETA * this.moments[k] + (1 - BETA) * seen[k]
  }

  /** The return from what a network puts out. */
  returnOf(output: number): number {
    const { mean, spread } = this.scale
    return mean + spread * output
  }

  /** Those of a whole column, which are written from `place` on. */
  foretell(outputs: Float32Array, returns: Float64Array, place: number): void {
    const { mean, spread } = this.scale
    for (let i = 0; i < outputs.length; i++) returns[place + i] = mean + spread * outputs[i]
  }

  /** What a network should put out. */
  outputsOf(returns: Float64Array): Float64Array {
    const { mean, spread } = this.scale
    return returns.map((value) => (value - mean) / spread)
  }

  /** Mean and standard deviation; 0 and 1 before the first return. */
  private get scale(): { readonly mean: number; readonly spread: number } {
    const [sum, squares, weight] = this.moments
    if (weight === 0) return { mean: 0, spread: 1 }
    const mean = sum / weight
    return { mean, spread: Math.sqrt(Math.max(squares / weight - mean * mean, LEAST_VARIANCE)) }
  }
}
