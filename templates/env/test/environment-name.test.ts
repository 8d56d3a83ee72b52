import { type Policy, Seed, allocateActions, uniformPolicy } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { type EnvironmentNameParameters, environmentName } from '../src/environment-name.ts'

/** Expected steps where every step goes right with probability `right`: the cells' probabilities, step by step. */
function expectedSteps({ cells, slip, horizon }: EnvironmentNameParameters, right: number): number {
  let reached = Array.from({ length: cells - 1 }, () => 1 / (cells - 1))
  let steps = 0
  for (let t = 0; t < horizon; t++) {
    steps += reached.reduce((sum, p) => sum + p, 0)
    const next = reached.map((p) => p * slip)
    reached.forEach((p, x) => {
      if (x + 1 < cells - 1) next[x + 1] += p * (1 - slip) * right
      next[Math.max(0, x - 1)] += p * (1 - slip) * (1 - right)
    })
    reached = next
  }
  return steps
}

/** Mean steps of the first episode of each of 2000 worlds. */
async function meanSteps(parameters: object, policyOf: (name: string) => Policy): Promise<number> {
  const environment = await environmentName.make(parameters, 2000)
  const policy = policyOf('right')
  const seed = Seed.from(1)
  const actions = allocateActions(environment.spec.action, environment.batch)
  const lengths = new Map<number, number>()
  environment.reset(seed)
  policy.begin(environment, seed)
  while (lengths.size < environment.batch) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    environment.ended.forEach((ended, w) => {
      if (ended === 1 && !lengths.has(w)) lengths.set(w, environment.lengths[w])
    })
  }
  return [...lengths.values()].reduce((sum, length) => sum + length, 0) / lengths.size
}

describe('the references of every setting', () => {
  test.each(Object.entries(environmentName.settings))(
    '%s: are exact',
    (_name, { parameters, references }) => {
      const complete = environmentName.resolve(parameters)
      expect(references.random.score).toBeCloseTo(expectedSteps(complete, 0.5), 9)
      expect(references.best.score).toBeCloseTo(expectedSteps(complete, 1), 9)
    },
  )

  test.each(Object.entries(environmentName.settings))('%s: are what is played', async (_name, setting) => {
    const { expert } = await environmentName.make(setting.parameters)
    const best = await meanSteps(setting.parameters, (name) => expert!.policy(name))
    const random = await meanSteps(setting.parameters, uniformPolicy)
    // Five standard errors of 2000 episodes: deviations of 2.4 and 22 steps.
    expect(Math.abs(best - setting.references.best.score)).toBeLessThan(0.27)
    expect(Math.abs(random - setting.references.random.score)).toBeLessThan(2.5)
  })
})

test('a step to the left in the first cell goes nowhere, and costs a step', async () => {
  const environment = await environmentName.make({ cells: 2, slip: 0, horizon: 3 })
  environment.reset(Seed.from(0))
  const actions = allocateActions(environment.spec.action, 1)
  environment.step(actions)
  expect(environment.observations[0]).toBe(0)
  expect(environment.rewards[0]).toBe(-1)
  expect(environment.renderText(0)).toBe('@G  step 1')
})

test('bad parameters are refused with the path of the field', () => {
  expect(() => environmentName.describe({ cells: 1 })).toThrow(/domain-name\/environment-name\.cells: got 1/)
})
