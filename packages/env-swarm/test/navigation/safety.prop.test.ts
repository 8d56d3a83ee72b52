import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Environment,
  GauntletError,
  type Policy,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'
import { navigation } from '../../src/navigation/navigation.ts'
import type { NavigationParameters } from '../../src/navigation/problem.ts'

const scenes = fc.record({
  scene: fc.constantFrom<NavigationParameters['scene']>('random', 'swap', 'crossing', 'exchange'),
  agents: fc.integer({ min: 1, max: 9 }),
  side: fc.double({ min: 3, max: 6, noNaN: true }),
  radius: fc.double({ min: 0.02, max: 0.2, noNaN: true }),
  speed: fc.double({ min: 0.2, max: 5, noNaN: true }),
  timeStep: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  goalTolerance: fc.constant(0.05),
  zeta: fc.double({ min: 0.1, max: 10, noNaN: true }),
  eta: fc.double({ min: 0.5, max: 3, noNaN: true }),
  obstacles: fc.constantFrom<readonly number[]>([], [1.5, 1.5, 0.3], [1.5, 1.2, 0.4, 1.7, 1.6, 0.2]),
  horizon: fc.constant(40),
})

/** Policies that mean harm: by chance, all to one place, each after the next, or to the goals whoever is in the way. */
const POLICIES: Readonly<Record<string, (environment: Environment) => Policy>> = {
  uniform: () => uniformPolicy(),
  gather: () => towards(() => 0),
  chase: () => towards((a, agents) => (a + 1) % agents),
  straight: (environment) => environment.expert!.policy('straight'),
}

/** Everybody at full speed to where the agent is that `target` names. */
function towards(target: (a: number, agents: number) => number): Policy {
  let points = new Float64Array(0)
  return {
    begin({ batch, spec }) {
      points = new Float64Array(2 * batch * spec.agents)
    },
    act({ batch, spec, meanField }, actions) {
      meanField!.coordinates(points)
      for (let i = 0; i < batch * spec.agents; i++) {
        const a = i % spec.agents
        const j = i - a + target(a, spec.agents)
        const [x, y] = [points[2 * j] - points[2 * i], points[2 * j + 1] - points[2 * i + 1]]
        const length = Math.max(Math.hypot(x, y), 1e-9)
        actions[2 * i] = x / length
        actions[2 * i + 1] = y / length
      }
    },
  }
}

/** Collisions and infeasible programmes of an episode, and the least gap. */
async function play(
  parameters: Partial<NavigationParameters>,
  policyOf: (environment: Environment) => Policy,
  seed: number,
): Promise<{ collisions: number; infeasible: number; gap: number }> {
  const { speed, timeStep, radius } = navigation.resolve(parameters)
  const sight = 2.1 * radius + 2 * speed * timeStep
  const environment = await navigation.make({ sight, ...parameters }, 2)
  const actions = allocateActions(environment.spec.action, 2 * environment.spec.agents)
  const policy = policyOf(environment)
  try {
    environment.reset(Seed.from(seed))
  } catch (error) {
    // A scene for which there is no room proves nothing.
    fc.pre(!(error instanceof GauntletError && error.code === 'instance'))
    throw error
  }
  policy.begin(environment, Seed.from(seed))
  while (environment.ended[0] === 0) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  const metric = (name: string): number =>
    environment.metrics[environment.spec.metrics.findIndex((each) => each.name === name)]
  return { collisions: metric('collisions'), infeasible: metric('infeasible'), gap: metric('least_gap') }
}

const seeds = fc.integer({ min: 0, max: 1_000_000 })

test.each(Object.keys(POLICIES))(
  'behind the filter nobody ever collides, whatever is wished: %s',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(scenes, seeds, async (parameters, seed) => {
        const { collisions, infeasible, gap } = await play(parameters, POLICIES[name], seed)
        expect({ collisions, infeasible }).toEqual({ collisions: 0, infeasible: 0 })
        expect(gap).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  },
)

test('nobody ever collides, whatever barriers are given', async () => {
  await fc.assert(
    fc.asyncProperty(scenes, seeds, async (parameters, seed) => {
      const found = await play({ ...parameters, control: 'barrier' }, () => uniformPolicy(), seed)
      expect(found).toMatchObject({ collisions: 0, infeasible: 0 })
    }),
    { numRuns: 60 },
  )
})

test.each(Object.keys(POLICIES))(
  'behind the shield nobody ever collides, though the world has no filter: %s',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(scenes, seeds, async (parameters, seed) => {
        const shielded = (environment: Environment): Policy =>
          environment.shield!.wrap(POLICIES[name](environment))
        const found = await play({ ...parameters, filter: false }, shielded, seed)
        expect(found.collisions).toBe(0)
        expect(found.gap).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  },
)

test('the barrier of continuous time, taken in steps, is overshot: discs collide and programmes have no solution', async () => {
  const bold = {
    scene: 'swap',
    agents: 8,
    timeStep: 0.5,
    sight: 1.5,
    zeta: 10,
    condition: 'continuous',
  } as const
  const { collisions, infeasible } = await play(bold, POLICIES.straight, 1)
  expect(collisions).toBeGreaterThan(0)
  expect(infeasible).toBeGreaterThan(0)
  expect(await play({ ...bold, condition: 'sampled' }, POLICIES.straight, 1)).toMatchObject({
    collisions: 0,
    infeasible: 0,
  })
})
