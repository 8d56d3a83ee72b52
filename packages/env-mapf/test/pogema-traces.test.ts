import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { type LifelongParameters, assemble, lifelong } from '../src/lifelong.ts'
import { SoftMovement } from '../src/soft-movement.ts'
import { WindowObservation } from '../src/window-observation.ts'
import {
  type Trace,
  cellsOf,
  frameCell,
  golden,
  movingAiOf,
  scenarioOf,
  shownObservation,
  tracedObservation,
  worldOf,
} from './support/golden.ts'

const TRACES = [
  '01_conflicts_soft',
  '02_chain_forward_soft',
  '03_chain_reverse_soft',
  '04_cycle_soft',
  '05_lifelong_sequences_soft',
  '06_finish_soft',
  '07_nothing_soft',
  '08_soft_following_occupancy_FIXED',
  '09_fuzz_lifelong_soft',
  '12_obs_radius5_soft',
]

describe('movement and observation, with the goals of the trace', () => {
  test.each(TRACES)('%s', (name) => {
    const { config, map, initial, steps } = golden<Trace>(`pogema/${name}`)
    const radius = config.obs_radius
    const worlds = worldOf(map, initial.positions, initial.goals, radius)
    const observations = new Float32Array(config.num_agents * 3 * (2 * radius + 1) * (2 * radius + 1))
    const movement = new SoftMovement(worlds)
    const window = new WindowObservation(worlds, radius, observations)
    const expectObservations = (expected: Trace['initial']['obs']): void => {
      window.write(0)
      expected?.forEach((observation, a) => {
        expect(shownObservation(observations, a, radius)).toEqual(tracedObservation(observation))
      })
    }
    expectObservations(initial.obs)
    let played = 0
    for (const step of steps) {
      movement.move(0, Int32Array.from(step.actions))
      expect(cellsOf(worlds, worlds.positions), `step ${step.t}`).toEqual(step.positions)
      step.goals_after.forEach((goal, a) => (worlds.goals[a] = frameCell(worlds, goal)))
      played++
      // Agents that are done leave the map where `on_target` is finish, which is not for this environment.
      if (step.is_active.includes(false)) break
      expectObservations(step.obs)
    }
    expect(played).toBe(name === '06_finish_soft' ? 2 : steps.length)
  })
})

describe('the whole environment where goals start anew', () => {
  test.each(TRACES.filter((name) => golden<Trace>(`pogema/${name}`).config.on_target === 'restart'))(
    '%s',
    (name) => playTrace(golden<Trace>(`pogema/${name}`)),
  )
})

/** Every step's rewards, goals, observations and flags through the environment, starts and goals generated. */
function playTrace(trace: Trace): void {
  const { config, initial, steps } = trace
  const { environment, worlds } = assemble(lifelong.resolve(parametersOf(trace)), 1)
  environment.reset(Seed.from(0), () => ({
    key: Seed.from(0),
    index: trace.goal_sequences === undefined ? config.seed : 0,
  }))
  expect(cellsOf(worlds, worlds.positions)).toEqual(initial.positions)
  expect(cellsOf(worlds, worlds.goals)).toEqual(initial.goals)
  initial.obs?.forEach((observation, a) => {
    expect(shownObservation(environment.observations, a, config.obs_radius)).toEqual(
      tracedObservation(observation),
    )
  })
  for (const step of steps) {
    environment.step(Int32Array.from(step.actions))
    const last = step.t === config.max_episode_steps
    expect([...environment.rewards]).toEqual(step.rewards)
    expect([...environment.truncated]).toEqual(step.truncated.map(Number))
    expect([...environment.terminated]).toEqual(step.terminated.map(Number))
    expect(environment.ended[0]).toBe(Number(last))
    if (!last) {
      expect(cellsOf(worlds, worlds.positions)).toEqual(step.positions)
      expect(cellsOf(worlds, worlds.goals)).toEqual(step.goals_after)
    }
    const seen = last ? environment.finalObservations : environment.observations
    step.obs?.forEach((observation, a) => {
      expect(shownObservation(seen, a, config.obs_radius)).toEqual(tracedObservation(observation))
    })
  }
  const { metrics } = steps[steps.length - 1]
  expect(environment.metrics[0]).toBe(metrics?.avg_throughput)
  expect(environment.metrics[1]).toBe(environment.returns.reduce((sum, goals) => sum + goals, 0))
}

function parametersOf({ config, map, initial, goal_sequences }: Trace): Partial<LifelongParameters> {
  const common = { agents: config.num_agents, horizon: config.max_episode_steps, radius: config.obs_radius }
  return goal_sequences === undefined
    ? { ...common, instances: 'map-file', file: movingAiOf(map) }
    : { ...common, instances: 'scenario-file', file: scenarioOf(map, initial.positions, goal_sequences) }
}
