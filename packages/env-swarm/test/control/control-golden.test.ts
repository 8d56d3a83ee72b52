/** One step, and returns of scripted policies, equal those of another implementation. */
import {
  type Environment,
  type EnvironmentDefinition,
  Seed,
  allocateActions,
  allocateBuffers,
  uniformPolicy,
} from '@gauntlet/core'
import { expect, test } from 'vitest'
import { AggregationRules } from '../../src/control/aggregation-rules.ts'
import { aggregation } from '../../src/control/aggregation.ts'
import { Population } from '../../src/control/population.ts'
import { meanAngle, meanDistance } from '../../src/control/pairs.ts'
import { kuramoto, vicsek } from '../../src/control/turning.ts'
import { SwarmMemory } from '../../src/swarm-kernel.ts'
import { readGolden } from '../golden.ts'

type Points = readonly (readonly [number, number])[]

const golden = readGolden<{
  readonly aggregation: {
    readonly x: Points
    readonly u: Points
    readonly x_next: Points
    readonly reward: number
    readonly noise: Points
  }
  readonly vicsek: {
    readonly x: Points
    readonly phi: readonly number[]
    readonly u: readonly number[]
    readonly obs: Points
    readonly reward: number
    readonly x_next: Points
    readonly phi_next: readonly number[]
    readonly noise: readonly number[]
    readonly params: { readonly L: number; readonly omega0: number; readonly sigma_phi: number }
  }
}>('control-steps')

/** Puts world 0 into a state of its arrays. */
function put(environment: Environment, arrays: Readonly<Record<string, readonly number[]>>): void {
  const snapshot = environment.snapshot!.save(0)
  const content = snapshot.content as { readonly rules: Readonly<Record<string, Float64Array>> }
  const changed = Object.entries(arrays).map(([name, values]) => [name, Float64Array.from(values)] as const)
  const rules = { ...content.rules, ...Object.fromEntries(changed) }
  environment.snapshot!.restore(0, { ...snapshot, content: { ...content, rules } })
}

const stateOf = (environment: Environment): Readonly<Record<string, Float64Array>> =>
  (environment.snapshot!.save(0).content as { readonly rules: Readonly<Record<string, Float64Array>> }).rules

test('a step of aggregation, but for noise', () => {
  const { x, u, reward, x_next: next, noise } = golden.aggregation
  const parameters = aggregation.resolve({ agents: x.length, motionNoise: 0 })
  const buffers = allocateBuffers(aggregation.describe(parameters), 1)
  const rules = new AggregationRules(parameters, buffers, new SwarmMemory(Population.size(1, parameters)))
  rules.start(0, { key: Seed.from(1) })
  rules.load(0, { ...(rules.save(0) as object), positions: Float64Array.from(x.flat()) })
  // Some of its actions leave the space of actions, which the shell would clip.
  rules.step(Float64Array.from(u.flat()) as unknown as Float32Array)
  expect(buffers.rewards[0]).toBe(Math.fround(reward))
  const { positions } = rules.save(0) as { readonly positions: Float64Array }
  next.flat().forEach((value, k) => {
    const moved = positions[k] + 0.02 * noise.flat()[k]
    expect(Math.abs(Math.max(-2, Math.min(2, moved)) - value)).toBeLessThan(1e-10)
  })
})

test('a step of Vicsek’s task, but for noise', async () => {
  const { x, phi, u, obs, reward, x_next: next, phi_next: turned, noise, params } = golden.vicsek
  const environment = await vicsek.make({ agents: x.length, turnNoise: 0 })
  environment.reset(Seed.from(1))
  put(environment, {
    positions: x.flat(),
    headings: phi,
    directions: phi.flatMap((heading) => [Math.cos(heading), Math.sin(heading)]),
  })
  obs.flat().forEach((value, k) => expect(environment.observations[k]).toBeCloseTo(value, 6))
  environment.step(Float32Array.from(u))
  expect(environment.rewards[0]).toBeCloseTo(reward, 6)
  const { positions, headings } = stateOf(environment)
  next.flat().forEach((value, k) => expect(positions[k]).toBeCloseTo(value, 10))
  turned.forEach((heading, i) => {
    const apart = Math.abs(headings[i] + params.sigma_phi * noise[i] - heading) % (2 * Math.PI)
    expect(Math.min(apart, 2 * Math.PI - apart)).toBeLessThan(1e-7)
  })
})

test('means over pairs are those of all pairs', () => {
  const values = Float64Array.from({ length: 57 }, (_, k) => ((k * 7919) % 1000) / 100)
  const headings = values.map((value) => (value * 1.7) % (2 * Math.PI))
  let [distance, angle] = [0, 0]
  for (const p of values) for (const q of values) distance += Math.abs(p - q)
  for (const p of headings) {
    for (const q of headings) angle += Math.min(Math.abs(p - q), 2 * Math.PI - Math.abs(p - q))
  }
  expect(meanDistance(values)).toBeCloseTo(distance / 57 ** 2, 12)
  expect(meanAngle(headings)).toBeCloseTo(angle / 57 ** 2, 12)
  expect(meanAngle(new Float64Array(0))).toBe(0)
  expect(meanDistance(new Float64Array(0))).toBe(0)
})

const { rows } = readGolden<{
  readonly rows: readonly {
    readonly task: string
    readonly N: number
    readonly policy: string
    readonly episodes: number
    readonly return_mean: number
    readonly return_std: number
  }[]
}>('baseline-returns')

const TASKS: Readonly<Record<string, EnvironmentDefinition<{ agents: number }>>> = {
  aggregation: aggregation as never,
  vicsek: vicsek as never,
  kuramoto: kuramoto as never,
}
const EXPERTS: Readonly<Record<string, string>> = {
  aggregation: 'to-centre',
  vicsek: 'align',
  kuramoto: 'align',
}

test.each(rows)('$task, $N agents, $policy', async (row) => {
  const batch = row.episodes
  const environment = await TASKS[row.task].make({ agents: row.N }, batch)
  const { policy: name } = row
  const policy =
    name === 'random'
      ? uniformPolicy()
      : environment.expert!.policy(name === 'heuristic' ? EXPERTS[row.task] : name)
  const actions = allocateActions(environment.spec.action, batch * row.N)
  environment.reset(Seed.from(3))
  policy.begin(environment, Seed.from(3))
  while (environment.ended[0] === 0) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  const returns = Array.from(
    { length: batch },
    (_, w) => environment.metrics[w * environment.spec.metrics.length],
  )
  const mean = returns.reduce((sum, value) => sum + value, 0) / batch
  expect(Math.abs(mean - row.return_mean)).toBeLessThan(4 * row.return_std * Math.sqrt(2 / batch) + 0.5)
})
