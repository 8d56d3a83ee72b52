import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Environment, Seed, allocateActions } from '@gauntlet/core'
import { type BernoulliParameters, bernoulli } from '../../src/arms/bernoulli.ts'
import { ALGORITHMS, policyOf } from './runs.ts'

const parametersOf: fc.Arbitrary<BernoulliParameters> = fc.record({
  means: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
  horizon: fc.integer({ min: 1, max: 40 }),
  shuffled: fc.boolean(),
})
const seeds = fc.nat().map((value) => Seed.from(value))
const ids = fc.constantFrom('random', ...ALGORITHMS.map(({ id }) => id))

/** Plays `steps` steps and hands every step's actions to `look`. */
async function play(
  environment: Environment,
  id: string,
  seed: Seed,
  steps: number,
  look: (actions: Int32Array) => void,
): Promise<void> {
  const policy = await policyOf(id, environment)
  const actions = allocateActions(environment.spec.action, environment.batch) as Int32Array
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 0; t < steps; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    look(actions)
  }
}

test('regret is the sum of the gaps of the pulls, and reward the return', async () => {
  await fc.assert(
    fc.asyncProperty(parametersOf, seeds, ids, async (parameters, seed, id) => {
      const { means, horizon } = parameters
      const environment = await bernoulli.make({ ...parameters, shuffled: false })
      const best = Math.max(...means)
      let regret = 0
      let optimal = 0
      await play(environment, id, seed, horizon, ([arm]) => {
        regret += best - means[arm]
        if (means[arm] === best) optimal++
      })
      expect(environment.ended[0]).toBe(1)
      expect(environment.lengths[0]).toBe(horizon)
      expect(environment.metrics[0]).toBeCloseTo(regret, 9)
      expect(environment.metrics[1]).toBe(environment.returns[0])
      expect(environment.metrics[2]).toBeCloseTo(optimal / horizon, 12)
    }),
    { numRuns: 60 },
  )
})

test('a world plays the same whatever other worlds are beside it', async () => {
  await fc.assert(
    fc.asyncProperty(parametersOf, seeds, ids, async (parameters, seed, id) => {
      const trace = async (batch: number): Promise<number[]> => {
        const environment = await bernoulli.make(parameters, batch)
        const seen: number[] = []
        await play(environment, id, seed, 50, (actions) => {
          seen.push(actions[1], environment.rewards[1], environment.metrics[3])
        })
        return seen
      }
      expect(await trace(2)).toEqual(await trace(5))
    }),
    { numRuns: 40 },
  )
})

test('a policy that forgets a restarted world starts over in it alone', async () => {
  await fc.assert(
    fc.asyncProperty(parametersOf, seeds, fc.constantFrom('ucb1', 'kl-ucb'), async (parameters, seed, id) => {
      const environment = await bernoulli.make({ ...parameters, horizon: 100 }, 2)
      const policy = await policyOf(id, environment)
      const actions = new Int32Array(2)
      environment.reset(seed)
      policy.begin(environment, seed)
      const run = (steps: number): number[][] =>
        Array.from({ length: steps }, () => {
          policy.act(environment, actions, 'sample')
          environment.step(actions)
          return [...actions]
        })
      const first = run(20).map(([arm]) => arm)
      environment.instance!.restart(0, environment.instance!.current(0))
      policy.forget!(0)
      expect(run(20).map(([arm]) => arm)).toEqual(first)
    }),
    { numRuns: 40 },
  )
})
