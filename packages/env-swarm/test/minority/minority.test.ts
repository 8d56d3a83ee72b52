/** The minority acts in the world of `swarm/vicsek`, sees what it is said to see, and can destroy order. */
import { type Environment, Seed, allocateActions, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { vicsek } from '../../src/control/turning.ts'
import { type MinorityParameters, minority } from '../../src/minority/minority.ts'
import { Space } from '../../src/space.ts'

const SEED = Seed.from(5)

/** Plays so many steps; calls back after each. */
function play(
  environment: Environment,
  player: string,
  steps: number,
  after: (t: number) => void = () => {},
): void {
  const { spec, batch } = environment
  const policy = player === 'random' ? uniformPolicy() : environment.expert!.policy(player)
  const actions = allocateActions(spec.action, batch * spec.agents)
  environment.reset(SEED)
  policy.begin(environment, SEED)
  for (let t = 0; t < steps; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    after(t)
  }
}

const stateOf = (environment: Environment, w: number): Readonly<Record<string, Float64Array>> =>
  (environment.snapshot!.save(w).content as { readonly rules: Readonly<Record<string, Float64Array>> }).rules

test.each([
  ['torus', {}],
  ['discrete, means, Möbius strip', { actions: 'discrete', observation: 'means', space: 'moebius' }],
] as const)('attackers that align make it swarm/vicsek, to the bit: %s', async (_, shared) => {
  const plain = await vicsek.make({ agents: 20, ...shared }, 2)
  const [alone, game] = await Promise.all(
    (['align', 'policy'] as const).map((majority) =>
      minority.make({ agents: 20, minority: 6, majority, ...shared }, 2),
    ),
  )
  for (const environment of [plain, alone, game]) play(environment, 'align', 99)
  for (const environment of [alone, game]) {
    for (let w = 0; w < 2; w++) {
      const [expected, found] = [stateOf(plain, w), stateOf(environment, w)]
      for (const name of ['positions', 'headings', 'directions']) expect(found[name]).toEqual(expected[name])
    }
  }
})

const WORLDS = 32

/** The mean order of the majority, over the first episodes of so many worlds. */
async function orderUnder(player: string, parameters: Partial<MinorityParameters>): Promise<number> {
  const environment = await minority.make({ agents: 30, ...parameters }, WORLDS)
  const { metrics, horizon } = environment.spec
  play(environment, player, horizon)
  const k = metrics.findIndex(({ name }) => name === 'mean_polar_order')
  let sum = 0
  for (let w = 0; w < WORLDS; w++) sum += environment.metrics[w * metrics.length + k] / WORLDS
  return sum
}

test('who does not align lowers the order of the majority', async () => {
  const aligned = await orderUnder('align', {})
  for (const player of ['zero', 'zealot', 'spinner', 'against'])
    expect(await orderUnder(player, {}), player).toBeLessThan(aligned - 0.02)
})

test('the more zealots, the less order', async () => {
  const orders: number[] = []
  for (const attackers of [1, 5, 12, 20])
    orders.push(await orderUnder('zealot', { minority: attackers, speed: 0 }))
  expect(orders.toSorted((p, q) => q - p)).toEqual(orders)
  expect(orders[0] - orders[3]).toBeGreaterThan(0.05)
})

test('the sides of a game are paid the same angle, and each its own turns', async () => {
  const environment = await minority.make({
    agents: 8,
    minority: 2,
    victims: 3,
    majority: 'policy',
    turnNoise: 0,
  })
  const { spec, rewards } = environment
  expect(spec.sideOf).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
  environment.reset(SEED)
  const { headings } = stateOf(environment, 0)
  let angle = 0
  for (const p of headings.subarray(0, 6)) {
    for (const q of headings.subarray(0, 6)) angle += Math.acos(Math.cos(p - q)) / 36
  }
  environment.step(Float32Array.of(0.5, -0.5, 0.5, -0.5, 0.5, 0.5, 1, 0.5))
  for (let a = 0; a < 6; a++) expect(rewards[a]).toBeCloseTo(-angle - 0.05, 6)
  for (let a = 6; a < 8; a++) expect(rewards[a]).toBeCloseTo(angle - 0.075, 6)
})

test.each(['torus', 'klein', 'box'] as const)('what an attacker sees of others: %s', async (kind) => {
  const parameters = minority.resolve({ agents: 14, minority: 4, victims: 4, speed: 0.4, space: kind })
  const { agents, minority: attackers, victims, side, radius } = parameters
  const environment = await minority.make(parameters)
  const space = new Space(kind, side)
  const width = environment.spec.observation.shape[0]
  play(environment, 'random', 30, () => {
    const { positions, directions, turns } = stateOf(environment, 0)
    for (let k = 0; k < attackers; k++) {
      const a = agents - attackers + k
      const [c, s] = [directions[2 * a], directions[2 * a + 1]]
      const others = Array.from({ length: agents }, (_, j) => {
        const way = new Float64Array(2)
        const { flipX, flipY } = space.displacement(positions, 2 * a, positions, 2 * j, way)
        const [x, y] = [flipX * directions[2 * j], flipY * directions[2 * j + 1]]
        return {
          j,
          distance: Math.hypot(way[0], way[1]),
          ahead: (way[0] * c + way[1] * s) / side,
          left: (way[1] * c - way[0] * s) / side,
          sine: y * c - x * s,
          cosine: x * c + y * s,
          turn: flipX * flipY * turns[j],
        }
      })
      const near = others.filter(({ distance }) => distance <= radius)
      const total = (list: typeof others): number[] => [
        list.reduce((sum, { sine }) => sum + sine / agents, 0),
        list.reduce((sum, { cosine }) => sum + cosine / agents, 0),
        list.length / agents,
      ]
      const nearest = others
        .filter(({ j }) => j < agents - attackers)
        .sort((p, q) => p.distance - q.distance)
        .slice(0, victims)
      const expected = [
        ...total(near).slice(0, 2),
        1,
        ...total(near.filter(({ j }) => j < agents - attackers)),
        ...total(near.filter(({ j }) => j >= agents - attackers)),
        ...nearest.flatMap(({ ahead, left, sine, cosine, turn }) => [ahead, left, sine, cosine, turn]),
      ]
      expected.forEach((value, i) =>
        expect(environment.observations[k * width + i], `${a}, ${i}`).toBeCloseTo(value, 6),
      )
    }
  })
})

test('parameters that do not go together are refused', () => {
  const describe = (parameters: Partial<MinorityParameters>) => () =>
    minority.describe(minority.resolve(parameters))
  expect(describe({ agents: 5 })).toThrow('swarm/minority.minority: got 5, expected fewer than all agents, 5')
  expect(describe({ agents: 8 })).toThrow('swarm/minority.victims: got 5, expected at most the majority, 3')
  expect(describe({ radius: 4 })).toThrow('swarm/minority.radius: got 4, expected at most half of the side')
})
