/**
 * Gittins indices of Bernoulli arms: `gittinsIndex`, `GittinsTable`, `gittins`.
 *
 * Symbols: a, b parameters of the Beta posterior; gamma discount; p = a / (a + b); l sure reward per pull, for ever.
 * V(a, b; l) = max(l / (1 - gamma), p (1 + gamma V(a + 1, b; l)) + (1 - p) gamma V(a, b + 1; l)); the index of (a, b) is the
 * l at which both are the same.
 */
import { type AlgorithmDefinition, ParameterError, log, number, policyAlgorithm } from '@gauntlet/core'
import { indexPolicy } from './index-policy.ts'
import { BOUNDED_ARMS } from './tally.ts'

/** How much of the value may lie beyond the horizon of the calculation. */
const NEGLIGIBLE = 1e-8
const HALVINGS = 40

/** Pulls after which what is still to come is worth less than `share` of a pull. */
function lookahead(discount: number, share: number): number {
  return Math.ceil(log(share * (1 - discount)) / log(discount))
}

/** What pulling the arm once or more is worth above the sure reward l, after which the arm is as good as its mean. */
function advantage(
  a: number,
  b: number,
  discount: number,
  l: number,
  depth: number,
  values: Float64Array,
): number {
  const sure = l / (1 - discount)
  for (let s = 0; s <= depth; s++) {
    const p = (a + s) / (a + b + depth)
    values[s] = Math.max(sure, p / (1 - discount))
  }
  for (let n = depth - 1; n >= 1; n--) {
    for (let s = 0; s <= n; s++) {
      const p = (a + s) / (a + b + n)
      const pulled = p * (1 + discount * values[s + 1]) + (1 - p) * discount * values[s]
      values[s] = pulled > sure ? pulled : sure
    }
  }
  const p = a / (a + b)
  return p * (1 + discount * values[1]) + (1 - p) * discount * values[0] - sure
}

/**
 * The Gittins index of a Bernoulli arm whose mean has the distribution Beta(a, b), to about 1e-8.
 *
 * Ranges: a and b above 0, discount in (0, 1). Errors: ParameterError naming the one that is not.
 * Source: Gittins 1979; by calibration, Gittins, Glazebrook and Weber 2011, section 8.4.
 */
export function gittinsIndex(a: number, b: number, discount: number): number {
  for (const [name, value, most] of [
    ['a', a, Infinity],
    ['b', b, Infinity],
    ['discount', discount, 1],
  ] as const) {
    if (value > 0 && value < most) continue
    throw new ParameterError(
      `gittinsIndex.${name}`,
      value,
      most === 1 ? 'above 0 and below 1' : 'a finite number above 0',
    )
  }
  const depth = lookahead(discount, NEGLIGIBLE)
  const values = new Float64Array(depth + 1)
  let low = a / (a + b)
  let high = 1
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2
    if (advantage(a, b, discount, middle, depth, values) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Sure rewards between which the table's indices are interpolated. */
const GRID = 200
/** Of the value that lies beyond the table. */
const TOLERANCE = 1e-4

/**
 * Indices from a uniform prior by pulls n and successes s, to about 1e-4; the posterior mean where n is beyond the table,
 * where the two hardly differ. All states are calculated at once, for each sure reward of a grid.
 */
export class GittinsTable {
  readonly pulls: number
  /** At n (n + 1) / 2 + s. */
  private readonly indices: Float64Array

  constructor(discount: number) {
    this.pulls = lookahead(discount, TOLERANCE)
    const size = ((this.pulls + 1) * (this.pulls + 2)) / 2
    this.indices = new Float64Array(size)
    const last = new Float64Array(size)
    for (let g = 0; g <= GRID; g++) this.sweep(discount, g / GRID, last)
  }

  index(n: number, s: number): number {
    return n > this.pulls ? (1 + s) / (2 + n) : this.indices[(n * (n + 1)) / 2 + s]
  }

  /** Goes through all states from the last on; where pulling has just ceased to be better, the index is found. */
  private sweep(discount: number, l: number, last: Float64Array): void {
    const { pulls, indices } = this
    const sure = l / (1 - discount)
    const values = new Float64Array(pulls + 2)
    for (let s = 0; s <= pulls + 1; s++) values[s] = Math.max(sure, (1 + s) / (3 + pulls) / (1 - discount))
    for (let n = pulls; n >= 0; n--) {
      for (let s = 0; s <= n; s++) {
        const i = (n * (n + 1)) / 2 + s
        const p = (1 + s) / (2 + n)
        const better = p * (1 + discount * values[s + 1]) + (1 - p) * discount * values[s] - sure
        if (better <= 0 && last[i] > 0) indices[i] = l - (1 / GRID) * (better / (better - last[i]))
        last[i] = better
        values[s] = sure + Math.max(0, better)
      }
    }
  }
}

/** By discount: a table takes a second, and is always the same. */
const tables: Map<number, GittinsTable> = new Map()

function tableFor(discount: number): GittinsTable {
  const known = tables.get(discount) ?? new GittinsTable(discount)
  tables.set(discount, known)
  return known
}

export const gittins: AlgorithmDefinition<{ readonly discount: number }> = policyAlgorithm({
  id: 'gittins',
  version: 1,
  family: 'bandit',
  summary: 'Pulls the arm with the highest Gittins index, optimal for discounted rewards and uniform priors',
  source: 'Gittins 1979, Bandit processes and dynamic allocation indices',
  requires: BOUNDED_ARMS,
  configuration: {
    discount: number({
      description: 'γ: worth of a reward one step later',
      default: 0.99,
      minimum: 0.01,
      maximum: 0.995,
    }),
  },
  policy: ({ configuration }) =>
    indexPolicy(() => {
      const table = tableFor(configuration.discount)
      return ({ pulls, sums }, indices) => {
        // Fractions of a success count as the nearest whole number of them.
        for (let i = 0; i < pulls.length; i++) indices[i] = table.index(pulls[i], Math.round(sums[i]))
      }
    }),
})
