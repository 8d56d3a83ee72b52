/** Covariance matrix adaptation: the part `CMA`, what it can be told, `CMA_FIELDS`; `cma`, `strategyOf`. */
import { type Schema, exp, integer, log, number } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { fullCovariance, separableCovariance } from './covariance.ts'
import { type Evolution, ranking } from './evolution.ts'

export interface CmaParameters {
  readonly population: number
  readonly stepSize: number
  readonly fullUpTo: number
}

export const CMA_FIELDS: Schema<CmaParameters> = {
  population: integer({
    default: 0,
    minimum: 0,
    description: 'λ, members of a generation; 0 for 4 + ⌊3 ln n⌋',
  }),
  stepSize: number({ default: 0.5, minimum: 1e-9, description: 'σ at the beginning' }),
  fullUpTo: integer({
    default: 1000,
    minimum: 0,
    description: 'Most parameters whose whole covariance is adapted; of more, only variances are',
  }),
}

export const CMA: PartDefinition<'optimiser'> = definePart<'optimiser', CmaParameters>({
  id: 'cma',
  slot: 'optimiser',
  parameters: CMA_FIELDS,
  columns: { reads: ['returns'], adds: ['moves'], needs: {} },
  build: (parameters) => ({ kind: 'population', make: (initial) => cma(initial, parameters) }),
})

/** The strategy's own parameters, under Hansen's names. */
export interface CmaStrategy {
  /** λ */
  readonly size: number
  /** [λ], best member first; the first ⌊λ/2⌋ add up to 1, later ones are negative or 0. */
  readonly weights: readonly number[]
  /** μ_eff */
  readonly mass: number
  /** c_σ and d_σ of the step size, c_c of the path, c_1 and c_μ of the covariance. */
  readonly stepRate: number
  readonly damping: number
  readonly pathRate: number
  readonly rankOne: number
  readonly rankMu: number
}

/**
 * Defaults for `n` parameters. Where the covariance is diagonal, c_1 and c_μ are (n + 2)/3 times as large, and no weight is
 * negative.
 * Source: Hansen 2016, table 1 and equations 49 to 58; Ros and Hansen 2008, section 3.
 */
export function strategyOf(n: number, size: number, separable: boolean): CmaStrategy {
  const parents = Math.floor(size / 2)
  const raw = Array.from({ length: size }, (_, i) => log((size + 1) / 2) - log(i + 1))
  const [best, rest] = [raw.slice(0, parents), raw.slice(parents)]
  const mass = massOf(best)
  const faster = separable ? (n + 2) / 3 : 1
  const rankOne = Math.min(1, (faster * 2) / ((n + 1.3) * (n + 1.3) + mass))
  const rankMu = Math.min(1 - rankOne, (faster * 2 * (mass - 2 + 1 / mass)) / ((n + 2) * (n + 2) + mass))
  const negative = separable
    ? 0
    : Math.min(
        1 + rankOne / rankMu,
        1 + (2 * massOf(rest)) / (mass + 2),
        (1 - rankOne - rankMu) / (n * rankMu),
      )
  const gain = best.reduce((sum, w) => sum + w, 0)
  const loss = rest.reduce((sum, w) => sum - Math.min(0, w), 0)
  const stepRate = (mass + 2) / (n + mass + 5)
  return {
    size,
    weights: raw.map((w) => (w > 0 ? w / gain : (negative * w) / loss)),
    mass,
    stepRate,
    damping: 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + stepRate,
    pathRate: (4 + mass / n) / (n + 4 + (2 * mass) / n),
    rankOne,
    rankMu,
  }
}

/** (Σw)² / Σw² */
function massOf(weights: readonly number[]): number {
  const sum = weights.reduce((total, w) => total + w, 0)
  return (sum * sum) / weights.reduce((total, w) => total + w * w, 0)
}

/**
 * Members are normal around a mean, by a step size and a covariance that follow the steps that paid.
 *
 * Symbols, as in the source: n parameters; m mean; σ step size; C = B D² Bᵀ covariance; z, y = B D z and m + σ y of a member;
 * p_σ, p_c the paths.
 * Source: Hansen 2016, The CMA Evolution Strategy: A Tutorial, figure 6, with negative weights; above `fullUpTo` parameters
 * sep-CMA-ES of Ros and Hansen 2008. B and D are renewed every ⌊1/(10 n (c_1 + c_μ))⌋ generations (section B.2).
 */
export function cma(initial: Float32Array | Float64Array, parameters: CmaParameters): Evolution {
  const n = initial.length
  const separable = n > parameters.fullUpTo
  const size = parameters.population === 0 ? 4 + Math.floor(3 * log(n)) : parameters.population
  const strategy = strategyOf(n, size, separable)
  const { weights, mass, stepRate, damping, pathRate, rankOne, rankMu } = strategy
  const pause = Math.max(1, Math.floor(1 / (10 * n * (rankOne + rankMu))))
  const covariance = separable ? separableCovariance(n) : fullCovariance(n, pause)
  const mean = Float64Array.from(initial)
  const stepPath = new Float64Array(n)
  const path = new Float64Array(n)
  // σ, and (1 - c_σ)^(2g) after g generations
  const scalars = Float64Array.of(parameters.stepSize, 1)
  const expected = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
  const total = weights.reduce((sum, w) => sum + w, 0)
  let noises: readonly Float64Array[] = []
  let steps: readonly Float64Array[] = []
  return {
    mean,
    draw(seed) {
      noises = Array.from({ length: size }, (_, j) => {
        const z = new Float64Array(n)
        seed.fold(j).stream().normals(z, 0, n)
        return z
      })
      steps = noises.map((z) => covariance.shape(z))
      return steps.map((y) => y.map((value, k) => mean[k] + scalars[0] * value))
    },
    move(returns) {
      const order = ranking(returns)
      const step = new Float64Array(n)
      for (let i = 0; i < size; i++) {
        if (weights[i] > 0) addScaled(step, weights[i], steps[order[i]])
      }
      addScaled(mean, scalars[0], step)
      decay(stepPath, 1 - stepRate)
      addScaled(stepPath, Math.sqrt(stepRate * (2 - stepRate) * mass), covariance.whiten(step))
      scalars[1] *= (1 - stepRate) * (1 - stepRate)
      const length = Math.sqrt(squareOf(stepPath))
      // h_σ: the path stands still where σ is about to grow fast.
      const moves = length / Math.sqrt(1 - scalars[1]) < (1.4 + 2 / (n + 1)) * expected
      decay(path, 1 - pathRate)
      if (moves) addScaled(path, Math.sqrt(pathRate * (2 - pathRate) * mass), step)
      const missing = moves ? 0 : rankOne * pathRate * (2 - pathRate)
      covariance.update(
        1 + missing - rankOne - rankMu * total,
        [
          rankOne,
          ...order.map((j, i) => rankMu * weights[i] * (weights[i] < 0 ? n / squareOf(noises[j]) : 1)),
        ],
        [path, ...order.map((j) => steps[j])],
      )
      scalars[0] *= exp((stepRate / damping) * (length / expected - 1))
      return { step_size: scalars[0], axis_ratio: covariance.condition() }
    },
    state: { ...covariance.state, mean, stepPath, path, scalars },
  }
}

function addScaled(to: Float64Array, scale: number, from: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] += scale * from[k]
}

function decay(vector: Float64Array, share: number): void {
  for (let k = 0; k < vector.length; k++) vector[k] *= share
}

function squareOf(vector: Float64Array): number {
  let sum = 0
  for (let k = 0; k < vector.length; k++) sum += vector[k] * vector[k]
  return sum
}
