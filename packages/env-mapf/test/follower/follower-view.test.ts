import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { FollowerPlanner } from '../../src/follower/follower-planner.ts'
import { type GridParameters, lifelong, oneshot } from '../../src/index.ts'
import { assemble } from '../../src/lifelong.ts'
import { scenarioOf } from '../support/golden.ts'

const key = Seed.from(3)

/** Agent 0 goes round the ring to the upper right, and has another goal from there; agent 1 stands in its way. */
const RING: Partial<GridParameters> = {
  instances: 'scenario-file',
  file: scenarioOf(
    ['....', '.##.', '....'],
    [[1, 0], [0, 1]], // prettier-ignore
    [[[0, 3], [2, 3]], [[2, 2], [0, 1]]], // prettier-ignore
  ),
  agents: 2,
  horizon: 6,
  radius: 1,
  observationType: 'follower',
  rewards: 'waypoints',
}
const [STAY, UP, DOWN, LEFT, RIGHT] = [0, 1, 2, 3, 4]

/** What agent `a` of the first world sees: `#` obstacle, `+` path; beside it `@` agent. */
function drawn(observations: Float32Array, a: number, radius: number): string[] {
  const side = 2 * radius + 1
  const line = (plane: number, row: number, symbol: (value: number) => string): string => {
    const from = ((2 * a + plane) * side + row) * side
    return Array.from(observations.subarray(from, from + side), symbol).join('')
  }
  return Array.from({ length: side }, (_, row) => {
    const path = line(0, row, (value) => (value === -1 ? '#' : value === 1 ? '+' : '.'))
    return `${path} ${line(1, row, (value) => (value === 1 ? '@' : '.'))}`
  })
}

test('agents see obstacles, the path in them until it leaves the window, and each other', async () => {
  const environment = await lifelong.make(RING)
  environment.reset(key)
  // Agent 0: the upper way is shorter by two cells, which is more than one sighting of agent 1 costs.
  expect(drawn(environment.observations, 0, 1)).toEqual(['#++ ..@', '#+# .@.', '#.. ...'])
  // Agent 1: both ways are as long, and agent 0 stands in the left one.
  expect(drawn(environment.observations, 1, 1)).toEqual(['### ...', '.++ .@.', '.## @..'])
})

test('the window shows the path, however far the planner sees', async () => {
  const environment = await lifelong.make({ ...RING, radius: 3 })
  environment.reset(key)
  expect(drawn(environment.observations, 0, 3)[2]).toBe('..#++++ ....@..')
})

describe('rewards', () => {
  test('are for steps into the cell that was to be entered next', async () => {
    const environment = await lifelong.make(RING)
    environment.reset(key)
    const pay = (...actions: number[]): number[] => {
      environment.step(Int32Array.from(actions))
      return [...environment.rewards]
    }
    const one = Math.fround(0.01)
    expect(pay(UP, RIGHT)).toEqual([one, one])
    expect(pay(STAY, RIGHT)).toEqual([0, one])
    // Back is not on the way, and neither is an obstacle.
    expect(pay(DOWN, UP)).toEqual([0, 0])
    expect(pay(UP, DOWN)).toEqual([one, one])
    expect(pay(RIGHT, DOWN)).toEqual([one, one])
    expect(pay(RIGHT, LEFT)).toEqual([one, one])
    expect(environment.ended[0]).toBe(1)
    expect([...environment.metrics.subarray(0, 2)]).toEqual([1 / 6, 1])
  })

  test('are for goals unless said otherwise, whatever is observed', async () => {
    const environment = await lifelong.make({ ...RING, rewards: 'goals' })
    environment.reset(key)
    for (const actions of [[UP, RIGHT], [RIGHT, RIGHT], [RIGHT, DOWN]]) environment.step(Int32Array.from(actions)) // prettier-ignore
    environment.step(Int32Array.of(RIGHT, DOWN))
    expect([...environment.rewards]).toEqual([1, 0])
    environment.step(Int32Array.of(STAY, LEFT))
    expect([...environment.rewards]).toEqual([0, 1])
  })

  test('for waypoints do not hang on what is observed', async () => {
    const parameters = { agents: 12, horizon: 20, rewards: 'waypoints', radius: 3 } as const
    const [seen, unseen] = [
      await lifelong.make({ ...parameters, observationType: 'follower' }),
      await lifelong.make({ ...parameters, observationType: 'default' }),
    ]
    const stream = key.stream()
    const actions = new Int32Array(12)
    let sum = 0
    for (const environment of [seen, unseen]) environment.reset(key)
    for (let t = 0; t < 40; t++) {
      for (let a = 0; a < 12; a++) actions[a] = stream.integer(5)
      for (const environment of [seen, unseen]) environment.step(actions)
      expect(unseen.rewards).toEqual(seen.rewards)
      sum += seen.rewards.reduce((total, reward) => total + reward, 0)
    }
    expect(sum).toBeGreaterThan(0)
  })
})

test('the last observation of an episode is what would have been seen had it gone on', async () => {
  const parameters = { agents: 12, radius: 3, observationType: 'follower', rewards: 'waypoints' } as const
  const [short, long] = [
    await lifelong.make({ ...parameters, horizon: 9 }),
    await lifelong.make({ ...parameters, horizon: 99 }),
  ]
  const stream = key.stream()
  const actions = new Int32Array(12)
  for (const environment of [short, long]) environment.reset(key)
  for (let t = 0; t < 9; t++) {
    for (let a = 0; a < 12; a++) actions[a] = stream.integer(5)
    for (const environment of [short, long]) environment.step(actions)
  }
  expect(short.ended[0]).toBe(1)
  expect(short.finalObservations).toEqual(long.observations)
  expect(short.observations).not.toEqual(long.observations)
})

test('an agent that left is paid its last step, sees on from there, and plans no more', async () => {
  const environment = await oneshot.make({ ...RING, onTarget: 'finish', horizon: 20 })
  environment.reset(key)
  for (const actions of [[UP, RIGHT], [RIGHT, RIGHT], [RIGHT, DOWN]]) environment.step(Int32Array.from(actions)) // prettier-ignore
  environment.step(Int32Array.of(RIGHT, DOWN))
  expect([...environment.rewards]).toEqual([Math.fround(0.01), Math.fround(0.01)])
  expect([...environment.terminated]).toEqual([1, 0])
  expect(drawn(environment.observations, 0, 1)).toEqual(['### ...', '..# ...', '#.# ...'])
  environment.step(Int32Array.of(STAY, STAY))
  expect([...environment.rewards]).toEqual([0, 0])
})

test('what was counted is part of a snapshot', () => {
  const parameters = lifelong.resolve({ ...RING, horizon: 64 })
  const { environment, worlds } = assemble(parameters, 1)
  environment.reset(key)
  for (let t = 0; t < 3; t++) environment.step(Int32Array.of(STAY, STAY))
  // By now it is cheaper to go round below.
  expect(drawn(environment.observations, 0, 1)).toEqual(['#.. ..@', '#+# .@.', '#++ ...'])
  const saved = environment.snapshot!.save(0)
  const before = environment.observations.slice()
  environment.step(Int32Array.of(DOWN, STAY))
  environment.snapshot!.restore(0, saved)
  expect(environment.observations).toEqual(before)
  environment.step(Int32Array.of(DOWN, STAY))
  expect([...environment.rewards]).toEqual([Math.fround(0.01), 0])
  const planner = new FollowerPlanner(worlds)
  const counted = [1, worlds.positions[1], 4, 0]
  expect(planner.accepts(Int32Array.from(counted))).toBe(true)
  for (const wrong of [counted.slice(1), [...counted, 0], [1, -1, 4, 0], [1, 9999, 4, 0], [1, 3, 0, 0]])
    expect(planner.accepts(Int32Array.from(wrong))).toBe(false)
})

test.each([
  [{ observationType: 'follower' }, 'mapf/lifelong.observationType: got "follower"'],
  [{ rewards: 'waypoints' }, 'mapf/lifelong.rewards: got "waypoints"'],
] as const)('maps too large for the planner are refused: %j', (given, message) => {
  const parameters = { ...given, instances: 'generated', agents: 2 } as const
  expect(() => lifelong.describe({ ...parameters, size: 363 })).toThrow(
    `${message}, expected another, since Follower's planner takes maps of at most 131072 cells and these have up to 363 x 363`,
  )
  expect(lifelong.describe({ ...parameters, size: 362 }).agents).toBe(2)
})
