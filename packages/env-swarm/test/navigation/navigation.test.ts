import { expect, test } from 'vitest'
import { type Environment, GauntletError, ParameterError, Seed } from '@gauntlet/core'
import { navigation } from '../../src/navigation/navigation.ts'
import type { NavigationParameters } from '../../src/navigation/problem.ts'

async function begun(parameters: Partial<NavigationParameters>, seed: number = 1): Promise<Environment> {
  const environment = await navigation.make(parameters)
  environment.reset(Seed.from(seed))
  return environment
}

/** Positions of world 0, as pairs. */
function places(environment: Environment): [x: number, y: number][] {
  const out = new Float64Array(2 * environment.spec.agents)
  environment.meanField!.coordinates(out)
  return Array.from({ length: environment.spec.agents }, (_, a) => [out[2 * a], out[2 * a + 1]])
}

/** A block of the first agent's observation. */
function block(environment: Environment, name: string): number[] {
  const found = environment.spec.observation.layout.find((each) => each.name === name)!
  const size = found.shape.reduce((product, length) => product * length, 1)
  return Array.from(environment.observations.subarray(found.offset, found.offset + size))
}

const distance = ([x, y]: readonly number[], [p, q]: readonly number[]): number => Math.hypot(x - p, y - q)

/** The environment with its discs moved to where they are wanted, goals apart. */
function moved(environment: Environment, positions: readonly number[], goals: readonly number[]): void {
  const snapshot = environment.snapshot!.save(0)
  const content = snapshot.content as { readonly rules: object }
  const rules = {
    ...content.rules,
    positions: Float64Array.from(positions),
    goals: Float64Array.from(goals),
  }
  environment.snapshot!.restore(0, { ...snapshot, content: { ...content, rules } })
}

const PAIR = { agents: 2, side: 4, radius: 0.2, speed: 1, timeStep: 0.1, sight: 1, horizon: 50 } as const

test('an agent observes its goal, the walls, and who is in sight, nearest first', async () => {
  const environment = await begun({ ...PAIR, agents: 3, neighbours: 2, obstacles: [2, 3, 0.5] })
  moved(environment, [2, 2, 2.5, 2, 3.5, 2], [3, 1, 1, 1, 1, 2])
  expect(block(environment, 'velocity')).toEqual([0, 0])
  expect(block(environment, 'goal')).toEqual([0.25, -0.25])
  for (const gap of block(environment, 'walls')) expect(gap).toBeCloseTo(0.45, 6)
  expect(block(environment, 'neighbours')).toEqual([1, 0.5, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(block(environment, 'obstacles')).toEqual([1, 0, 0.5, 0.125])
})

test('progress is paid in metres, an overlap costs its penalty, and the velocity is observed', async () => {
  const environment = await begun({ ...PAIR, filter: false, collisionPenalty: 2 })
  moved(environment, [1, 2, 1.45, 2], [3, 2, 0.5, 2])
  environment.step(Float32Array.of(1, 0, 0, 0))
  // They are 0.35 m apart now, less than two radii.
  expect(environment.rewards[0]).toBeCloseTo(0.1 - 2, 6)
  expect(environment.rewards[1]).toBeCloseTo(-2, 6)
  expect(block(environment, 'velocity')).toEqual([1, 0])
})

test('a common reward is the mean', async () => {
  const environment = await begun({ ...PAIR, reward: 'common' })
  moved(environment, [1, 2, 3, 3], [3, 2, 1, 3])
  environment.step(Float32Array.of(1, 0, 0, 0))
  expect(environment.rewards[0]).toBeCloseTo(0.05, 6)
  expect(environment.rewards[1]).toBe(environment.rewards[0])
})

test('two that meet head-on stop at half the gap that the barrier leaves each of them', async () => {
  const zeta = 1
  const environment = await begun({ ...PAIR, zeta, eta: 1 })
  moved(environment, [1.75, 2, 2.25, 2], [3.5, 2, 0.5, 2])
  environment.step(Float32Array.of(1, 0, -1, 0))
  // 2 |d| u <= zeta h / 2 with |d| = 0.5 and h = 0.25 - 0.16, but for the margin of rounding.
  const [first, second] = places(environment)
  expect(first[0] - 1.75).toBeCloseTo((0.1 * zeta * 0.09) / 4 / 0.5, 6)
  expect(2.25 - second[0]).toBeCloseTo(first[0] - 1.75, 12)
})

test('the episode ends when all are at their goals, and not before; its metrics tell how they came there', async () => {
  const environment = await begun({ ...PAIR, goalTolerance: 0.05 })
  moved(environment, [1, 1, 1, 3], [1.3, 1, 1.2, 3])
  // The shortest ways are those from the places that were drawn: they are set by hand too.
  const snapshot = environment.snapshot!.save(0)
  const content = snapshot.content as { readonly rules: object }
  const rules = { ...content.rules, shortest: Float64Array.of(0.25, 0.15) }
  environment.snapshot!.restore(0, { ...snapshot, content: { ...content, rules } })
  const policy = environment.expert!.policy('straight')
  const actions = new Float32Array(4)
  policy.begin(environment, Seed.from(1))
  const ends: number[] = []
  for (let t = 0; t < 3; t++) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
    ends.push(environment.ended[0])
  }
  expect(ends).toEqual([0, 0, 1])
  expect([...environment.terminated]).toEqual([1, 1])
  const metric = (name: string): number =>
    environment.metrics[environment.spec.metrics.findIndex((each) => each.name === name)]
  expect(metric('success')).toBe(1)
  expect(metric('success_by_path')).toBeCloseTo((0.25 / 0.3 + 0.15 / 0.2) / 2, 6)
  expect(metric('mean_speed')).toBeCloseTo(0.5 / 0.6, 6)
  expect(metric('deadlocks')).toBe(0)
  expect(metric('least_gap')).toBeGreaterThan(1)
})

test.each(Object.entries(navigation.settings))(
  'scenes of %s leave two tolerances between discs',
  async (_, setting) => {
    const { radius, goalTolerance, side, obstacles } = navigation.resolve(setting.parameters)
    for (let seed = 0; seed < 20; seed++) {
      const environment = await begun(setting.parameters, seed)
      const starts = places(environment)
      const state = environment.state!
      const goals = starts.map((__, a) => [state[6 * a + 2] * side, state[6 * a + 3] * side])
      for (const ends of [starts, goals]) {
        ends.forEach((end, a) => {
          for (const other of ends.slice(0, a))
            expect(distance(end, other)).toBeGreaterThan(2 * (radius + goalTolerance) - 1e-5)
          for (let k = 0; k < obstacles.length; k += 3)
            expect(distance(end, obstacles.slice(k))).toBeGreaterThan(radius + obstacles[k + 2])
        })
      }
    }
  },
)

test('a scene for which there is no room is refused, with what would leave more', async () => {
  const environment = await navigation.make({ agents: 64 })
  expect(() => environment.reset(Seed.from(1))).toThrow(GauntletError)
  expect(() => environment.reset(Seed.from(1))).toThrow(
    /64 agents of radius 0.15 find no places.*fewer agents/,
  )
})

test.each<[field: string, parameters: Partial<NavigationParameters>]>([
  ['obstacles', { obstacles: [1, 2] }],
  ['obstacles[5]', { obstacles: [1, 2, 0.1, 1, 1, 0] }],
  ['side', { side: 0.5 }],
  ['sight', { sight: 0.4 }],
])('parameters that clash are refused: %s', async (field, parameters) => {
  await expect(navigation.make(parameters)).rejects.toThrow(ParameterError)
  await expect(navigation.make(parameters)).rejects.toThrow(`swarm/navigation.${field}: got`)
})

test('a snapshot with places outside the box, or of other arrays, is refused, and nothing moves', async () => {
  const environment = await begun(PAIR)
  const before = environment.observations.slice()
  expect(() => moved(environment, [9, 2, 1, 1], [1, 1, 2, 2])).toThrow(/got a snapshot with positions/)
  expect(() => moved(environment, [1, 2], [1, 1, 2, 2])).toThrow(/expected Float64Array of 4/)
  expect(environment.observations).toEqual(before)
})
