import { readdirSync } from 'node:fs'
import { Seed, sha256 } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import type { AssembledGrid } from '../src/grid-environment.ts'
import type { GridParameters } from '../src/grid-parameters.ts'
import * as environments from '../src/index.ts'
import { assemble as assembleLifelong } from '../src/lifelong.ts'
import type { CollisionSystem } from '../src/movement.ts'
import { assemble as assembleOneshot } from '../src/oneshot.ts'
import type { OnTarget } from '../src/worlds.ts'
import {
  type Trace,
  type TraceObservation,
  type TraceStep,
  cellsOf,
  golden,
  movingAiOf,
  scenarioOf,
  shownCoordinates,
  shownObservation,
  tracedObservation,
} from './support/golden.ts'

const TRACES = readdirSync(new URL('golden/pogema', import.meta.url))
  .filter((name) => /^(0\d|1[0-2])_/.test(name))
  .map((name) => name.replace('.json', ''))

const METRICS: Readonly<Record<string, string>> = {
  avg_throughput: 'throughput',
  ISR: 'ISR',
  CSR: 'CSR',
  ep_length: 'episode_length',
  SoC: 'sum_of_costs',
  makespan: 'makespan',
}

test('all traces are here', () => {
  expect(TRACES).toHaveLength(24)
})

describe('everything that a running POGEMA showed, in every step', () => {
  test.each(TRACES)('%s', (name) => playTrace(golden<Trace>(`pogema/${name}`), name.endsWith('LEGACY_BUG')))
})

function playTrace(trace: Trace, legacyOccupancy: boolean): void {
  const { config, initial, steps } = trace
  const parameters = { ...parametersOf(trace), legacyOccupancy }
  const { environment, worlds } = assemble(config.on_target, parameters)
  const relative = assemble(config.on_target, { ...parameters, observationType: 'pomapf' }).environment
  const radius = config.obs_radius
  const expectSeen = (final: boolean, observations: readonly TraceObservation[] | undefined): void => {
    observations?.forEach((observation, a) => {
      const of = final ? 'finalObservations' : 'observations'
      expect(shownObservation(environment[of], a, radius)).toEqual(tracedObservation(observation))
      const { obstacles, agents, xy, target_xy } = observation
      const coordinates = [...xy, ...target_xy]
      expect(shownCoordinates(relative[of], a, radius, 4)).toEqual({ obstacles, agents, coordinates })
    })
  }
  for (const one of [environment, relative]) {
    one.reset(Seed.from(0), () => ({ key: Seed.from(0), index: isSeeded(trace) ? config.seed : 0 }))
  }
  expect(cellsOf(worlds, worlds.positions)).toEqual(initial.positions)
  expect(cellsOf(worlds, worlds.goals)).toEqual(initial.goals)
  expectSeen(false, initial.obs)
  for (const step of steps) {
    environment.step(Int32Array.from(step.actions))
    relative.step(Int32Array.from(step.actions))
    const last = step.t === config.max_episode_steps || step.terminated.every(Boolean)
    expect([...environment.rewards]).toEqual(step.rewards)
    expect([...environment.terminated]).toEqual(step.terminated.map(Number))
    expect([...environment.truncated]).toEqual(truncatedOf(step))
    expect(environment.ended[0]).toBe(Number(last))
    if (!last) {
      expect(cellsOf(worlds, worlds.positions)).toEqual(step.positions)
      expect(cellsOf(worlds, worlds.goals)).toEqual(step.goals_after)
      expect([...worlds.active]).toEqual(step.is_active.map(Number))
    }
    expectSeen(last, step.obs)
  }
  expectMetrics(environment, steps[steps.length - 1].metrics ?? {})
}

/** Whoever has come to its end is not cut off as well, which POGEMA says of everybody. */
function truncatedOf({ truncated, terminated }: TraceStep): number[] {
  return truncated.map((cut, a) => Number(cut && !terminated[a]))
}

function expectMetrics(
  { spec, metrics }: AssembledGrid['environment'],
  expected: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(expected)) {
    const k = spec.metrics.findIndex((metric) => metric.name === (METRICS[name] ?? name))
    expect(metrics[k], name).toBe(value)
  }
}

/** Whether starts and goals came from POGEMA's generator, which then must give them here, too. */
function isSeeded({ steps, config }: Trace): boolean {
  return config.num_agents >= 8 && steps.length > 10
}

function parametersOf(trace: Trace): Partial<GridParameters> {
  const { config, map, initial } = trace
  const common: Partial<GridParameters> = {
    agents: config.num_agents,
    horizon: config.max_episode_steps,
    radius: config.obs_radius,
    collisionSystem: config.collision_system,
  }
  if (isSeeded(trace)) return { ...common, instances: 'map-file', file: movingAiOf(map) }
  const goals = trace.goal_sequences ?? initial.goals.map((goal) => [goal])
  return { ...common, instances: 'scenario-file', file: scenarioOf(map, initial.positions, goals) }
}

function assemble(onTarget: OnTarget, parameters: Partial<GridParameters>): AssembledGrid {
  const { lifelong, oneshot } = environments
  return onTarget === 'restart'
    ? assembleLifelong(lifelong.resolve(parameters), 1)
    : assembleOneshot(oneshot.resolve({ ...parameters, onTarget }), 1)
}

interface MapfCase {
  readonly on_target: OnTarget
  readonly collision_system: CollisionSystem
  readonly seed: number
  readonly num_agents: number
  readonly size: number
  readonly density: number
  readonly obs_radius: number
  readonly max_episode_steps: number
  readonly global_obstacles: readonly string[]
  readonly first: readonly (readonly number[])[]
  readonly actions: readonly string[]
  readonly rewards: readonly string[]
  readonly terminated: readonly string[]
  readonly metrics: Readonly<Record<string, number>>
  readonly coordinates: string | readonly (readonly (readonly number[])[])[]
  readonly agents_planes_sha256: string
}

describe('observation_type MAPF and density, of POGEMA as released: with its defect of occupancy under soft', () => {
  const { cases } = golden<{ cases: readonly MapfCase[] }>('pogema/14_mapf_observations')
  test.each(cases)('$on_target, $collision_system, $num_agents agents', playMapfCase)
})

function playMapfCase(given: MapfCase): void {
  const radius = given.obs_radius
  const { environment } = assemble(given.on_target, {
    instances: 'generated',
    agents: given.num_agents,
    size: given.size,
    density: given.density,
    radius,
    horizon: given.max_episode_steps,
    collisionSystem: given.collision_system,
    observationType: 'mapf',
    legacyOccupancy: true,
  })
  const look = (final: boolean): { agents: string[]; coordinates: number[] }[] =>
    Array.from({ length: given.num_agents }, (_, a) => {
      const seen = environment[final ? 'finalObservations' : 'observations']
      const { agents, coordinates } = shownCoordinates(seen, a, radius, 8)
      return { agents, coordinates }
    })
  environment.reset(Seed.from(0), () => ({ key: Seed.from(0), index: given.seed }))
  const side = given.size + 2 * radius
  const rows = given.global_obstacles.map((_, row) => environment.state!.slice(row * side, (row + 1) * side))
  expect(rows.map((row) => Array.from(row, (one) => '.#'[one]).join(''))).toEqual(given.global_obstacles)
  const planes = [look(false).map(({ agents }) => agents.join(''))]
  expect(look(false).map(({ coordinates }) => coordinates)).toEqual(given.first)
  const walked: number[][][] = []
  given.actions.forEach((actions, t) => {
    environment.step(Int32Array.from(actions, Number))
    expect(environment.rewards.join('')).toBe(given.rewards[t])
    expect(environment.terminated.join('')).toBe(given.terminated[t])
    const seen = look(t === given.actions.length - 1)
    walked.push(seen.map(({ coordinates }) => coordinates))
    planes.push(seen.map(({ agents }) => agents.join('')))
  })
  expect(environment.ended[0]).toBe(1)
  const { coordinates } = given
  if (typeof coordinates === 'string') expect(sha256(pythonJson(walked))).toBe(coordinates)
  else expect(walked).toEqual(coordinates)
  expect(sha256(planes.map((lines) => lines.join('\n')).join('\n'))).toBe(given.agents_planes_sha256)
  const { avg_agents_density: density, ...exact } = given.metrics
  expectMetrics(environment, exact)
  // numpy sums in another order.
  expect(environment.metrics[environment.spec.metrics.findIndex(({ name }) => name === 'agent_density')]).toBeCloseTo(density, 12) // prettier-ignore
}

/** As Python's `json.dumps` writes it. */
function pythonJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(',', ', ')
}
