/** One item for every machine, for ever: `staticAssignment`. */
import type { Policy } from '@gauntlet/core'
import { plantPolicy } from './plant-policy.ts'
import type { Plant } from './plant.ts'
import type { LotSizingProblem } from './problem.ts'

/** Steps over which the one setup of a machine is paid off. */
const STEPS = 100

/**
 * Every machine makes the item that `assignMachines` gives it. Where idling keeps a setup, it idles as long as no demand
 * of one step could use up the stock.
 */
export function staticAssignment(plant: Plant): Policy {
  const assignment = assignMachines(plant.problem)
  const { inventories, setups, published } = plant
  const { items, machines, demandTrials } = plant.problem
  return plantPolicy(plant, (w, actions, from) => {
    for (let m = 0; m < machines; m++) {
      const action = assignment[m]
      const covered =
        action > 0 &&
        setups[w * machines + m] === action &&
        inventories[w * items + action - 1] >= demandTrials
      actions[from + m] = covered && !published ? 0 : action
    }
  })
}

/**
 * [M]: for each machine an item from 1, or 0, such that the lost sales that production averts, on average and less the
 * setups, are worth the most. No change of one machine, nor of two at once, does better.
 */
export function assignMachines(problem: LotSizingProblem): Int32Array {
  const search = new AssignmentSearch(problem)
  while (search.improve());
  return search.assignment
}

class AssignmentSearch {
  readonly assignment: Int32Array
  private readonly problem: LotSizingProblem
  /** [I]: units made of each item in a step */
  private readonly rates: Float64Array
  private best = 0

  constructor(problem: LotSizingProblem) {
    this.problem = problem
    this.assignment = new Int32Array(problem.machines)
    this.rates = new Float64Array(problem.items)
  }

  /** Takes the first change of one machine, or the best of a second along with it, that is worth more. */
  improve(): boolean {
    const { assignment, problem } = this
    for (let m = 0; m < problem.machines; m++) {
      const before = assignment[m]
      for (let action = 0; action <= problem.items; action++) {
        if (action === before || !this.canMake(m, action)) continue
        this.assign(m, action)
        if (this.keep() || this.improveSecond(m)) return true
        this.assign(m, before)
      }
    }
    return false
  }

  private improveSecond(first: number): boolean {
    const { assignment, problem } = this
    for (let m = 0; m < problem.machines; m++) {
      if (m === first) continue
      const before = assignment[m]
      for (let action = 0; action <= problem.items; action++) {
        if (action === before || !this.canMake(m, action)) continue
        this.assign(m, action)
        if (this.keep()) return true
      }
      this.assign(m, before)
    }
    return false
  }

  private canMake(m: number, action: number): boolean {
    return action === 0 || this.problem.production[m * this.problem.items + action - 1] > 0
  }

  private assign(m: number, action: number): void {
    const { assignment, rates, problem } = this
    const before = assignment[m]
    if (before > 0) rates[before - 1] -= problem.production[m * problem.items + before - 1]
    if (action > 0) rates[action - 1] += problem.production[m * problem.items + action - 1]
    assignment[m] = action
  }

  /** Whether the assignment is the best so far, by more than rounding. */
  private keep(): boolean {
    const worth = this.worth()
    if (worth <= this.best + 1e-9) return false
    this.best = worth
    return true
  }

  /** Lost sales averted in a step, less the share of the setups. */
  private worth(): number {
    const { assignment, rates, problem } = this
    const { items, machines, lostSalesCosts, setupCosts, demandTrials, demandProbability } = problem
    const mean = demandTrials * demandProbability
    let worth = 0
    for (let i = 0; i < items; i++) worth += lostSalesCosts[i] * Math.min(mean, rates[i])
    for (let m = 0; m < machines; m++) {
      if (assignment[m] > 0) worth -= setupCosts[m * items + assignment[m] - 1] / STEPS
    }
    return worth
  }
}
