/** The fluid relaxation as a linear programme: `fluidBound`. */
import { GauntletError, ParameterError } from '@gauntlet/core'
import type { ModelData } from 'highs'
import { type ArmChains, requireChains, requireDiscount, requireStarts } from './arm-chains.ts'
import type { BudgetSet } from './budget-set.ts'
import { loadSolver } from '../solver.ts'

export interface FluidProblem {
  /** [arms, states]: distributions in which the arms begin */
  readonly starts: Float64Array
  /** In [0, 1); up to 1 where the horizon is finite. */
  readonly discount: number
  /** Steps, or Infinity. */
  readonly horizon: number
}

/** The solver's `primal_solution_status` where it has a solution. */
const FEASIBLE = 2

const OPTIONS = {
  output_flag: false,
  random_seed: 0,
  primal_feasibility_tolerance: 1e-10,
  dual_feasibility_tolerance: 1e-10,
} as const

/**
 * What no policy can exceed: the expected reward where the budget need hold only on average over what may happen.
 *
 * Variables x_t(i, s, a), the chance that arm i is in state s and gets intervention a at step t (one layer, of discounted
 * times, where the horizon is infinite); mass is conserved, and the active mass of a layer is the budget, or at most it.
 * With a finite horizon every step has a price of its own, so the bound is at most that of one price.
 * Errors: ParameterError where an argument is no such thing, or the set is of another number of arms.
 * Source: Whittle 1988; for finite horizons Hu and Frazier 2017, arXiv 1707.00205.
 */
export async function fluidBound(chains: ArmChains, set: BudgetSet, problem: FluidProblem): Promise<number> {
  requireProblem(chains, set, problem)
  const solver = await loadSolver()
  return solver.withModel(new FluidProgramme(chains, set, problem).data(), (model) => {
    model.options.set(OPTIONS)
    model.run()
    if (model.info.get('primal_solution_status') !== FEASIBLE) {
      throw new GauntletError('solver', 'fluid bound: HiGHS found no solution')
    }
    return -Number(model.info.get('objective_function_value'))
  })
}

function requireProblem(
  chains: ArmChains,
  set: BudgetSet,
  { starts, discount, horizon }: FluidProblem,
): void {
  set.requireElements(chains.arms)
  requireChains('arms', chains)
  requireStarts(chains, starts)
  requireDiscount(discount, horizon === Infinity)
  if (horizon !== Infinity && !(Number.isInteger(horizon) && horizon >= 1)) {
    throw new ParameterError('horizon', horizon, 'a whole number of at least 1, or Infinity')
  }
}

/** Constraints are written row by row; the negative reward is minimised. */
class FluidProgramme {
  private readonly chains: ArmChains
  private readonly set: BudgetSet
  private readonly problem: FluidProblem
  private readonly layers: number
  private readonly rowStarts: number[] = [0]
  private readonly indices: number[] = []
  private readonly values: number[] = []
  private readonly lower: number[] = []
  private readonly upper: number[] = []

  constructor(chains: ArmChains, set: BudgetSet, problem: FluidProblem) {
    this.chains = chains
    this.set = set
    this.problem = problem
    this.layers = problem.horizon === Infinity ? 1 : problem.horizon
    for (let t = 0; t < this.layers; t++) {
      for (let i = 0; i < chains.arms; i++) {
        for (let s = 0; s < chains.states; s++) this.addMass(t, i, s)
      }
      this.addBudget(t)
    }
  }

  data(): ModelData {
    const { rowStarts: starts, indices, values, lower, upper } = this
    const colCost = this.costs()
    const numCols = colCost.length
    const numRows = lower.length
    return {
      numCols,
      numRows,
      colCost,
      colLower: new Float64Array(numCols),
      colUpper: new Float64Array(numCols).fill(Infinity),
      rowLower: lower,
      rowUpper: upper,
      matrix: { format: 'csr', numRows, numCols, starts, indices, values },
    }
  }

  private column(t: number, i: number, s: number, a: number): number {
    const { arms, states } = this.chains
    return ((t * arms + i) * states + s) * 2 + a
  }

  private costs(): Float64Array {
    const { arms, states, rewards } = this.chains
    const costs = new Float64Array(this.layers * arms * states * 2)
    let weight = 1
    for (let t = 0; t < this.layers; t++, weight *= this.problem.discount) {
      for (let i = 0; i < arms; i++) {
        for (let s = 0; s < states; s++) {
          for (let a = 0; a < 2; a++)
            costs[this.column(t, i, s, a)] = -weight * rewards[(2 * i + a) * states + s]
        }
      }
    }
    return costs
  }

  /** Mass of arm `i` in state `to` at layer `t`: what it begins with, or what flows there from the layer before. */
  private addMass(t: number, i: number, to: number): void {
    const { states, transitions } = this.chains
    const { starts, discount, horizon } = this.problem
    const endless = horizon === Infinity
    const terms = new Map([0, 1].map((a) => [this.column(t, i, to, a), 1]))
    const before = endless || t > 0 ? states : 0
    for (let s = 0; s < before; s++) {
      for (let a = 0; a < 2; a++) {
        const place = this.column(endless ? 0 : t - 1, i, s, a)
        const chance = transitions[((2 * i + a) * states + s) * states + to]
        terms.set(place, (terms.get(place) ?? 0) - (endless ? discount : 1) * chance)
      }
    }
    const mass = t === 0 ? starts[i * states + to] : 0
    this.addRow(terms, mass, mass)
  }

  private addBudget(t: number): void {
    const { arms, states } = this.chains
    const { discount, horizon } = this.problem
    const terms = new Map<number, number>()
    for (let i = 0; i < arms; i++) for (let s = 0; s < states; s++) terms.set(this.column(t, i, s, 1), 1)
    const time = horizon === Infinity ? 1 / (1 - discount) : 1
    this.addRow(terms, this.set.least * time, this.set.budget * time)
  }

  private addRow(terms: ReadonlyMap<number, number>, lower: number, upper: number): void {
    for (const [place, value] of terms) {
      if (value === 0) continue
      this.indices.push(place)
      this.values.push(value)
    }
    this.rowStarts.push(this.indices.length)
    this.lower.push(lower)
    this.upper.push(upper)
  }
}
