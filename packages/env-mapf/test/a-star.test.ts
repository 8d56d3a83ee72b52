import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { assemble, lifelong } from '../src/lifelong.ts'
import { aStarPolicy } from '../src/policies/a-star.ts'
import { golden } from './support/golden.ts'

interface AStarTrace {
  readonly config: {
    readonly size: number
    readonly density: number
    readonly obs_radius: number
    readonly max_episode_steps: number
    readonly seed: number
    readonly num_agents: number
  }
  readonly throughput: number
  readonly positions: readonly (readonly number[])[]
}

const TRACES = ['13_astar_seed42_radius5', '13_astar_seed7_radius2', '13_astar_seed3_radius2']

describe("the ways of POGEMA's BatchAStarAgent, step by step", () => {
  test.each(TRACES)('%s', (name) => {
    const { config, throughput, positions } = golden<AStarTrace>(`pogema/${name}`)
    const { environment, worlds } = assemble(
      lifelong.resolve({
        instances: 'generated',
        size: config.size,
        density: config.density,
        agents: config.num_agents,
        horizon: config.max_episode_steps,
        radius: config.obs_radius,
      }),
      2,
    )
    const policy = aStarPolicy(worlds, config.obs_radius)
    const actions = new Int32Array(2 * config.num_agents)
    const cellsOf = (w: number): number[] =>
      Array.from({ length: config.num_agents }, (_, a) => {
        const cell = worlds.positions[w * config.num_agents + a]
        const [row, column] = [worlds.rowOf[cell] - worlds.border, worlds.columnOf[cell] - worlds.border]
        return row * config.size + column
      })
    // Two episodes of the same instance in both worlds: nothing is left of the first.
    environment.reset(Seed.from(0), () => ({ key: Seed.from(0), index: config.seed }))
    policy.begin(environment, Seed.from(0))
    for (let episode = 0; episode < 2; episode++) {
      for (const expected of positions.slice(0, -1)) {
        for (const w of [0, 1]) expect(cellsOf(w)).toEqual(expected)
        policy.act(environment, actions, 'sample')
        environment.step(actions)
      }
      expect([...environment.ended]).toEqual([1, 1])
      expect(environment.metrics[0]).toBe(throughput)
    }
  })
})
