/** The published simulator's trace: 30 steps of 15 items on 5 machines. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Plant } from '../../src/lot-sizing/plant.ts'
import { readProblem } from '../../src/lot-sizing/problem-file.ts'
import { publishedProblem } from '../../src/lot-sizing/published-problems.ts'

interface State {
  readonly inventory: number[]
  readonly setup: number[]
}

interface Trace {
  readonly setting: object
  readonly total_reward: number
  readonly periods: readonly {
    readonly state: State
    readonly action: number[]
    readonly demand: number[]
    readonly post_inventory: number[]
    readonly post_setup: number[]
    readonly cost: { readonly setup: number; readonly lost: number; readonly holding: number }
    readonly reward: number
    readonly next_state: State
  }[]
}

const trace: Trace = JSON.parse(
  readFileSync(new URL('../golden/lot-sizing-15x5.json', import.meta.url), 'utf8'),
)
const problem = readProblem({
  name: 'trace',
  bytes: new TextEncoder().encode(JSON.stringify(trace.setting)),
})

test('the plant replays the published simulator, step by step', () => {
  const plant = new Plant(problem, true, 2)
  plant.inventories.set(problem.initialInventories, 15)
  plant.setups.set(problem.initialSetups, 5)
  let total = 0
  for (const period of trace.periods) {
    expect([...plant.inventories.subarray(15)]).toEqual(period.state.inventory)
    expect([...plant.setups.subarray(5)]).toEqual(period.state.setup)
    const setupCost = plant.produce(period.action, 0, plant.inventories, 15, plant.setups, 5)
    expect([...plant.inventories.subarray(15)]).toEqual(period.post_inventory)
    expect([...plant.setups.subarray(5)]).toEqual(period.post_setup)
    plant.meetDemand(1, period.demand)
    expect(setupCost).toBe(period.cost.setup)
    expect(plant.lostCost).toBeCloseTo(period.cost.lost, 12)
    expect(plant.holdingCost).toBeCloseTo(period.cost.holding, 12)
    const reward = -(setupCost + plant.lostCost + plant.holdingCost)
    expect(reward).toBeCloseTo(period.reward, 12)
    expect([...plant.inventories.subarray(15)]).toEqual(period.next_state.inventory)
    total += reward
  }
  expect(total).toBeCloseTo(trace.total_reward, 9)
  expect(trace.periods.some(({ post_inventory: stock }) => stock.some((units) => units < 0))).toBe(true)
})

test('the table of 15 items and 5 machines is that of the trace', () => {
  expect({ ...publishedProblem('15x5', 20, 0.4), horizon: 100 }).toEqual(problem)
})
