/** Arms whose rewards come late or never. */
import { Seed, applicability } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delayed } from '../../src/arms/delayed.ts'
import { algorithms as contextual } from '../../src/contextual/contextual-plugin.ts'
import { ALGORITHMS, policyOf, regretOf } from './runs.ts'

const PARAMETERS = { means: [0.9, 0.1, 0.5], horizon: 60, shuffled: false } as const

test('every reward is shown once, late by its delay', async () => {
  const settings = fc.record({
    delay: fc.constantFrom('constant' as const, 'geometric' as const, 'pareto' as const),
    meanDelay: fc.nat(20),
    loss: fc.constantFrom(0, 0.3, 1),
  })
  await fc.assert(
    fc.asyncProperty(settings, fc.nat(), async (given, seed) => {
      const environment = await delayed.make({ ...PARAMETERS, ...given })
      const action = new Int32Array(1)
      environment.reset(Seed.from(seed))
      const shown = [0, 0, 0]
      for (let t = 0; t < 60; t++) {
        action[0] = t % 3
        environment.step(action)
        const last = environment.ended[0] === 1
        const { [last ? 'finalObservations' : 'observations']: observations, rewards } = environment
        const counts = Array.from(observations.subarray(0, 3))
        const sums = Array.from(observations.subarray(3, 6))
        expect(rewards[0]).toBe(sums[0] + sums[1] + sums[2])
        counts.forEach((count, k) => {
          shown[k] += count
          expect(sums[k]).toBeLessThanOrEqual(count)
          expect(shown[k]).toBeLessThanOrEqual(Math.floor((t + 3 - k) / 3))
        })
        if (given.delay === 'constant' && given.loss === 0 && t >= given.meanDelay) {
          expect(counts.indexOf(1)).toBe((t - given.meanDelay) % 3)
        }
      }
      if (given.loss === 1) expect(shown).toEqual([0, 0, 0])
      if (given.loss === 0 && given.meanDelay === 0) expect(shown).toEqual([20, 20, 20])
    }),
    { numRuns: 60 },
  )
})

test('delays are of the mean asked for', async () => {
  const environment = await delayed.make({ means: [1, 1], horizon: 20_000, meanDelay: 25 })
  let [late, shown] = [0, 0]
  environment.reset(Seed.from(2))
  for (let t = 0; t < 20_000; t++) {
    environment.step(Int32Array.of(0))
    // Rewards that are outstanding, summed over the steps, are the sum of the delays.
    shown += environment.rewards[0]
    late += t + 1 - shown
  }
  expect(late / 20_000).toBeGreaterThan(24)
  expect(late / 20_000).toBeLessThan(26)
})

test('policies that read the feedback learn, those that do not are refused', async () => {
  const { spec } = await delayed.make()
  for (const { id, requires } of contextual.filter((algorithm) => algorithm.id !== 'comb-linucb')) {
    expect(applicability(delayed.id, spec, requires), id).toMatchObject({
      reason: "takes rewards for the last action's; here they come later",
    })
  }
  const refused = ALGORITHMS.filter(
    ({ requires }) => applicability(delayed.id, spec, requires).kind !== 'runs',
  )
  expect(refused.map(({ id }) => id)).toEqual([
    'robust-ucb',
    'gradient-bandit',
    'exp3',
    'exp3-ix',
    'exp3-auer',
    'tsallis-inf',
    'discounted-ucb',
    'sliding-window-ucb',
    'discounted-thompson',
  ])
  const parameters = { means: [0.9, 0.5], horizon: 2000, meanDelay: 50 }
  for (const id of ['ucb1', 'kl-ucb', 'thompson', 'epsilon-greedy', 'moss', 'ucb-tuned']) {
    const { mean } = await regretOf(id, parameters, 20, 20, {}, delayed)
    expect(mean, id).toBeLessThan(250)
  }
})

test('before there is any feedback every arm is pulled in turn', async () => {
  for (const [id, configuration] of [['ucb1'], ['kl-ucb'], ['epsilon-greedy', { epsilon: 0 }]] as const) {
    const environment = await delayed.make({ ...PARAMETERS, delay: 'constant', meanDelay: 10 })
    const policy = await policyOf(id, environment, configuration)
    const actions = new Int32Array(1)
    environment.reset(Seed.from(1))
    policy.begin(environment, Seed.from(1))
    const pulled = Array.from({ length: 9 }, () => {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      return actions[0]
    })
    expect(pulled, id).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
  }
})
