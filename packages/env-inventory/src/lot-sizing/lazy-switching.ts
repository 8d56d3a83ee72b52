/** Machines that go on until a switch pays: `lazySwitching`, `lazySwitchingRule`. */
import type { Policy } from '@gauntlet/core'
import { type PlantRule, plantPolicy } from './plant-policy.ts'
import type { Plant } from './plant.ts'

/** Share of the cost of setting a machine up again for what it leaves that a switch is charged with. */
const RETURN_SHARE = 0.5

/**
 * Every machine goes on with its item until a switch to an item about to run out is worth more than it costs.
 *
 * An item is short where its stock and what machines will add to it are below the mean demand of a step. A switch of
 * machine m from item c to a short item i averts the lost sales of the units that it would make until i is full, but no
 * more than would be asked for of i over and above what is there while a full stock of it lasts. It costs the setup, the
 * units that the setup loses, half of the setup back, and the sales of c that are lost when its stock runs out
 * meanwhile. The switch of greatest worth is made, then the next, until none is worth anything.
 *
 * Where idling keeps a setup, a machine idles whose item no demand of one step could use up, unless an item that no
 * machine makes would be worth a switch if it had run out: then it fills up, so as to be free when it is called away.
 */
export function lazySwitching(plant: Plant): Policy {
  return plantPolicy(plant, lazySwitchingRule(plant))
}

/** What `lazySwitching` does in one plant. */
export function lazySwitchingRule(plant: Plant): PlantRule {
  const rule = new LazySwitching(plant)
  return (w, actions, from) => rule.act(w, actions, from)
}

class LazySwitching {
  private readonly plant: Plant
  private readonly mean: number
  /** [I]: units that the machines make of an item in this step */
  private readonly rates: Float64Array
  /** [M]: 1 where a machine has been switched in this step */
  private readonly switched: Uint8Array

  constructor(plant: Plant) {
    const { items, machines, demandTrials, demandProbability } = plant.problem
    this.plant = plant
    this.mean = demandTrials * demandProbability
    this.rates = new Float64Array(items)
    this.switched = new Uint8Array(machines)
  }

  act(w: number, actions: Int32Array, from: number): void {
    this.goOn(w, actions, from)
    while (this.switchBest(w, actions, from));
    if (!this.plant.published) this.rest(w, actions, from)
  }

  private goOn(w: number, actions: Int32Array, from: number): void {
    const { plant, rates, switched } = this
    const { items, machines, production } = plant.problem
    rates.fill(0)
    switched.fill(0)
    for (let m = 0; m < machines; m++) {
      const setup = plant.setups[w * machines + m]
      const makes = setup > 0 && production[m * items + setup - 1] > 0
      actions[from + m] = makes ? setup : 0
      if (makes) rates[setup - 1] += production[m * items + setup - 1]
    }
  }

  /** Makes the switch of greatest worth; whether there was one. */
  private switchBest(w: number, actions: Int32Array, from: number): boolean {
    const { plant, rates, switched, mean } = this
    const { items, machines, production } = plant.problem
    let best = 0
    let machine = -1
    let item = -1
    for (let i = 0; i < items; i++) {
      if (plant.inventories[w * items + i] + rates[i] >= mean) continue
      for (let m = 0; m < machines; m++) {
        if (switched[m] === 1 || production[m * items + i] === 0) continue
        const worth = this.worthOf(w, m, actions[from + m] - 1, i)
        if (worth <= best) continue
        best = worth
        machine = m
        item = i
      }
    }
    if (machine < 0) return false
    const before = actions[from + machine] - 1
    if (before >= 0) rates[before] -= production[machine * items + before]
    rates[item] += production[machine * items + item]
    actions[from + machine] = item + 1
    switched[machine] = 1
    return true
  }

  /** Worth of switching machine m from item c (-1 for none) to item i. */
  private worthOf(w: number, m: number, c: number, i: number): number {
    const { plant, rates, mean } = this
    const { items, production, setupCosts, setupLosses, lostSalesCosts, capacities } = plant.problem
    const stock = plant.inventories
    const k = m * items + i
    const cover = capacities[i] / mean
    const net = rates[i] + production[k] - mean
    const run = net > 0 ? Math.min(cover, (capacities[i] - stock[w * items + i]) / net) : cover
    const wanted = Math.max(0, cover * (mean - rates[i]) - stock[w * items + i])
    const averted = Math.min(run * production[k], wanted) - setupLosses[k]
    const worth = lostSalesCosts[i] * averted - setupCosts[k]
    if (c < 0) return worth
    // What this machine alone makes of item c, as far as it is asked for.
    const made = production[m * items + c]
    const needed = Math.min(made, Math.max(0, mean - (rates[c] - made)))
    if (needed === 0) return worth
    const missed = Math.max(0, run * needed - stock[w * items + c])
    const kept = (lostSalesCosts[c] * needed * capacities[c]) / mean
    return worth - lostSalesCosts[c] * missed - Math.min(RETURN_SHARE * setupCosts[m * items + c], kept)
  }

  /** Lets machines idle that have no need to run. */
  private rest(w: number, actions: Int32Array, from: number): void {
    const { plant } = this
    const { items, machines, demandTrials } = plant.problem
    for (let m = 0; m < machines; m++) {
      const setup = plant.setups[w * machines + m]
      if (setup === 0 || actions[from + m] !== setup) continue
      if (plant.inventories[w * items + setup - 1] < demandTrials) continue
      if (!this.isWanted(m, setup - 1)) actions[from + m] = 0
    }
  }

  /** Whether a machine could be called away to an item that no machine makes now. */
  private isWanted(m: number, c: number): boolean {
    const { items, production, setupCosts, lostSalesCosts, capacities } = this.plant.problem
    for (let i = 0; i < items; i++) {
      const k = m * items + i
      if (i === c || this.rates[i] > 0 || production[k] === 0) continue
      if (lostSalesCosts[i] * capacities[i] > setupCosts[k]) return true
    }
    return false
  }
}
