import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { oneshot } from '../src/index.ts'
import { type Cell, golden, scenarioOf } from './support/golden.ts'

interface SmallCase {
  readonly name: string
  readonly map: readonly string[]
  readonly starts: readonly Cell[]
  readonly goals: readonly Cell[]
  readonly optimal_makespan: number
  readonly optimal_soc: number | null
  readonly plain_pibt_solves: boolean
}

const { cases } = golden<{ cases: readonly SmallCase[] }>('pogema/31_small_optimal')
const SEEDS = 20

describe('instances whose optima are known from exhaustive search', () => {
  test.each(cases)('$name: no policy is better than the optimum', async (given) => {
    const goals = given.goals.map((goal) => [goal])
    const file = scenarioOf(given.map, given.starts, goals)
    const agents = given.starts.length
    const environment = await oneshot.make({ instances: 'scenario-file', file, agents, horizon: 100 })
    const { metrics } = environment.spec
    const metric = (name: string): number =>
      environment.metrics[metrics.findIndex((one) => one.name === name)]
    const solved: Record<string, number> = { pibt: 0, 'pibt-swap': 0 }
    const actions = new Int32Array(agents)
    for (const name of Object.keys(solved)) {
      for (let seed = 0; seed < SEEDS; seed++) {
        const policy = environment.expert!.policy(name)
        environment.reset(Seed.from(seed))
        policy.begin(environment, Seed.from(seed))
        do {
          policy.act(environment, actions, 'sample')
          environment.step(actions)
        } while (environment.ended[0] === 0)
        if (metric('CSR') === 0) continue
        solved[name]++
        expect(metric('sum_of_costs')).toBeGreaterThanOrEqual(given.optimal_soc ?? given.optimal_makespan)
        expect(metric('makespan')).toBeGreaterThanOrEqual(given.optimal_makespan)
      }
    }
    expect(solved.pibt > 0).toBe(given.plain_pibt_solves)
  })
})
