/** Subsets of at most, or exactly, B of N things: `BudgetRule`, `BudgetSet`, `budgetFace`. */
import { type FeasibleFace, GauntletError, IllegalActionError, ParameterError } from '@gauntlet/core'
import { maximumOfNetwork } from './relu-maximum.ts'

export type BudgetRule = 'at-most' | 'exactly'

export class BudgetSet {
  readonly elements: number
  readonly budget: number
  readonly rule: BudgetRule
  /** Elements chosen so far, highest score first. */
  private readonly ranked: Int32Array

  /** Errors: ParameterError unless `budget` is a whole number from 0 to `elements`, beyond which no subset has as many. */
  constructor(elements: number, budget: number, rule: BudgetRule) {
    if (!(Number.isInteger(budget) && budget >= 0 && budget <= elements)) {
      throw new ParameterError('budget', budget, `a whole number from 0 to ${elements}`)
    }
    this.elements = elements
    this.budget = budget
    this.rule = rule
    this.ranked = new Int32Array(budget)
  }

  /** The family in words, for spaces and errors. */
  get family(): string {
    return `${this.rule === 'exactly' ? 'exactly' : 'at most'} ${this.budget} of ${this.elements} arms`
  }

  /** Errors: ParameterError where the subsets are of another number of arms. */
  requireElements(arms: number): void {
    if (arms !== this.elements) throw new ParameterError('set', this.family, `subsets of ${arms} arms`)
  }

  /** Fewest elements of a subset. */
  get least(): number {
    return this.rule === 'exactly' ? this.budget : 0
  }

  /**
   * Writes the subset of greatest total score to `subset` [offset] on: the B highest of the scores [from] on, without those
   * that are not positive where fewer may be chosen. Of equal scores the first are taken.
   */
  choose(scores: Float64Array, from: number, subset: Uint8Array, offset: number): void {
    const { elements, budget, rule, ranked } = this
    let count = 0
    for (let k = 0; k < elements; k++) {
      subset[offset + k] = 0
      const score = scores[from + k]
      if (rule === 'at-most' && !(score > 0)) continue
      if (count === budget && (count === 0 || !(score > scores[from + ranked[count - 1]]))) continue
      if (count < budget) count++
      let place = count - 1
      while (place > 0 && score > scores[from + ranked[place - 1]]) {
        ranked[place] = ranked[place - 1]
        place--
      }
      ranked[place] = k
    }
    for (let place = 0; place < count; place++) subset[offset + ranked[place]] = 1
  }

  /** Whether the bytes at `subset` [from] on are one of the subsets. */
  contains(subset: Uint8Array, from: number): boolean {
    let count = 0
    for (let k = 0; k < this.elements; k++) {
      if (subset[from + k] > 1) return false
      count += subset[from + k]
    }
    return count <= this.budget && count >= this.least
  }

  /** How many subsets there are, or any number above `limit`. */
  count(limit: number): number {
    const { elements, budget, least } = this
    let total = 0
    let ways = 1
    for (let k = 0; k <= budget && total <= limit; k++) {
      if (k >= least) total += ways
      ways = (ways * (elements - k)) / (k + 1)
    }
    return total
  }

  /** All subsets, in lexicographic order with chosen elements first; `undefined` where there are more than `limit`. */
  enumerate(limit: number): Uint8Array[] | undefined {
    if (this.count(limit) > limit) return undefined
    const { elements, budget, least } = this
    const found: Uint8Array[] = []
    const subset = new Uint8Array(elements)
    const extend = (k: number, count: number): void => {
      if (count + elements - k < least) return
      if (k === elements) {
        found.push(subset.slice())
        return
      }
      if (count < budget) {
        subset[k] = 1
        extend(k + 1, count + 1)
        subset[k] = 0
      }
      extend(k + 1, count)
    }
    extend(0, 0)
    return found
  }

  /** Refuses a batch of actions [batch, elements], each number 0 or 1, of which one is none of the subsets. */
  check(actions: ArrayLike<number>): void {
    const { elements, budget, least } = this
    for (let from = 0; from < actions.length; from += elements) {
      const end = from + elements
      let count = 0
      let k = from
      for (; k + 3 < end; k += 4) count += actions[k] + actions[k + 1] + actions[k + 2] + actions[k + 3]
      for (; k < end; k++) count += actions[k]
      if (count <= budget && count >= least) continue
      const given = Array.prototype.slice.call(actions, from, end) as number[]
      throw new IllegalActionError(from / elements, 0, given.join(''), this.family)
    }
  }
}

/** The feasible face of worlds with one agent, whose subsets are the same in every state. */
export function budgetFace(id: string, set: BudgetSet): FeasibleFace {
  const { elements } = set
  return {
    oracle(scores, subsets) {
      for (let from = 0; from < scores.length; from += elements) {
        for (let k = from; k < from + elements; k++) {
          if (Number.isNaN(scores[k])) {
            throw new GauntletError('scores', `${id}: got score NaN at [${k}], expected numbers`)
          }
        }
        set.choose(scores, from, subsets, from)
      }
    },
    isFeasible: (_world, _agent, subset) => subset.length === elements && set.contains(subset, 0),
    enumerate: (_world, _agent, limit) => set.enumerate(limit),
    maximise: (world, _agent, network) => maximumOfNetwork(set, network, `${id}: world ${world}: network`),
  }
}
