import { describe, expect, test } from 'vitest'
import { IllegalActionError, ParameterError, Seed } from '@gauntlet/core'
import { expectRefused } from '../contracts.ts'
import { finiteHorizonValues } from '../../src/restless/joint-values.ts'
import { myopicIndices } from '../../src/restless/myopic-index.ts'
import { ProductChain, indexPolicyOf } from '../../src/restless/product-chain.ts'
import { problemOf, restless } from '../../src/restless/restless.ts'
import { golden } from './golden-instances.ts'
import { measuredScore } from './measured-score.ts'
import { uniformScore } from './expected-scores.ts'

const seed = Seed.from(5)
const swap = { states: 2, transitions: [0, 1, 1, 0, 1, 0, 0, 1], rewards: [1, 2, 3, 4] }

describe('parameters', () => {
  const P = [0.9, 0.1, 0.4, 0.6]
  test.each([
    [{ rewards: [0, 1, 0] }, 'bandits/restless.rewards: got 3 numbers, expected 2 x 2'],
    [{ transitions: [...P, ...P] }, 'bandits/restless.transitions: got 8 numbers, expected 2 x 2 x 2 x 2'],
    [
      { transitions: [...P, ...P, ...P, 0.9, 0.1, 0.5, 0.6] },
      'bandits/restless.transitions: arm 1, intervention 1, state 1: got [0.5, 0.6] of sum 1.1, expected chances',
    ],
    [
      { transitions: [...P, 1.5, -0.5, 0.4, 0.6, ...P, ...P] },
      'bandits/restless.transitions: arm 0, intervention 1, state 0: got [1.5, -0.5] of sum 1, expected chances',
    ],
    [{ budget: 3 }, 'bandits/restless.budget: got 3, expected at most the number of arms, 2'],
    [{ budget: -1 }, 'bandits/restless.budget: got -1, expected'],
    [{ starts: [0] }, 'bandits/restless.starts: got [0], expected none, or one state for each of 2 arms'],
    [{ starts: [0, 2] }, 'bandits/restless.starts[1]: got 2, expected a state of arm 1, 0 to 1'],
    [{ discount: 1 }, 'bandits/restless.discount: got 1, expected'],
    [{ states: 0 }, 'bandits/restless.states: got 0, expected'],
  ])('%j are refused', (parameters, message) => {
    expect(() => restless.describe(parameters)).toThrow(ParameterError)
    expect(() => restless.describe(parameters)).toThrow(message)
  })

  test('a subset beyond the budget is refused by world', async () => {
    const environment = await restless.make({ budgetRule: 'exactly' }, 2)
    environment.reset(seed)
    expect(() => environment.step(Uint8Array.of(0, 1, 1, 1))).toThrow(IllegalActionError)
    expect(() => environment.step(Uint8Array.of(0, 1, 0, 0))).toThrow(
      'world 1, agent 0: action "00" is not legal; expected exactly 1 of 2 arms',
    )
  })

  test('an arm that is not indexable has no Whittle policy, by its number', async () => {
    const { P0, P1, R0, R1 } = golden.nonindexable_arm
    const environment = await restless.make({
      states: 3,
      transitions: [...P0.flat(), ...P1.flat()],
      rewards: [...R0, ...R1],
    })
    expect(() => environment.expert!.policy('whittle')).toThrow('arm 0 is not indexable at discount 0.9')
    expect(() => environment.expert!.policy('oracle')).toThrow('got expert oracle, expected one of whittle, ')
  })
})

describe('an episode', () => {
  test('moves and pays by intervention', async () => {
    const environment = await restless.make({
      ...swap,
      starts: [0],
      budgetRule: 'at-most',
      horizon: 4,
      discount: 0.5,
    })
    environment.reset(seed)
    expect([...environment.observations]).toEqual([1, 0, 0])
    const seen: number[] = []
    for (const active of [0, 1, 0, 1]) {
      environment.step(Uint8Array.of(active))
      seen.push(environment.rewards[0])
    }
    // passivity swaps the states, activity keeps them
    expect(seen).toEqual([1, 4, 2, 3])
    expect([...environment.finalObservations]).toEqual([1, 0, 1])
    expect([...environment.metrics]).toEqual([10, 1 + 2 + 0.5 + 0.375, 0.5])
    expect([...environment.terminated]).toEqual([1])
  })

  test('meets every policy with the same noise', async () => {
    const P = [0.5, 0.3, 0.2, 0.5, 0.3, 0.2, 0.5, 0.3, 0.2]
    const environment = await restless.make({
      states: 3,
      transitions: [...P, ...P, ...P, ...P],
      rewards: Array.from<number>({ length: 12 }).fill(0),
    })
    const seen = (first: number): number[] => {
      environment.reset(seed)
      return Array.from({ length: 50 }, () => {
        environment.step(Uint8Array.of(first, 1 - first))
        return [...environment.observations]
      }).flat()
    }
    expect(seen(0)).toEqual(seen(1))
  })

  test('begins where it is told to, or anywhere', async () => {
    const beginnings = async (starts: number[]): Promise<Set<string>> => {
      const environment = await restless.make({ starts }, 100)
      environment.reset(seed)
      return new Set(
        Array.from({ length: 100 }, (_, w) => environment.observations.slice(5 * w, 5 * w + 4).join('')),
      )
    }
    expect(await beginnings([1, 0])).toEqual(new Set(['0110']))
    expect((await beginnings([])).size).toBe(4)
  })
})

describe('policies score what dynamic programming says', () => {
  test.each(['whittle-gap', 'chains-3-h20', 'six-arms-2-h20'])('%s', async (name) => {
    const { parameters, references } = restless.settings[name]
    const problem = problemOf(restless.resolve(parameters))
    const chain = new ProductChain(problem.chains, problem.set)
    const discount = problem.score === 'reward' ? 1 : problem.discount
    const myopic = indexPolicyOf(chain, problem.set, myopicIndices(problem.chains))
    const values = finiteHorizonValues(chain, problem.horizon, discount, myopic)
    const expected = {
      optimal: references.best.score,
      myopic: values[chain.indexOf(problem.starts)],
      random: uniformScore(parameters),
    }
    for (const [id, score] of Object.entries(expected)) {
      const { mean, error } = await measuredScore(restless, parameters, id === 'random' ? undefined : id)
      expect(Math.abs(mean - score), id).toBeLessThan(4 * error)
    }
  })

  test('whittle and fluid-priority come near the bound with many arms, myopic does not', async () => {
    const { parameters, references } = restless.settings['chains-20-5-h20']
    const share = async (expert: string): Promise<number> =>
      (await measuredScore(restless, parameters, expert)).mean / references.best.score
    expect(await share('whittle')).toBeGreaterThan(0.93)
    expect(await share('fluid-priority')).toBeGreaterThan(0.93)
    expect(await share('myopic')).toBeLessThan(0.7)
  })
})

test('a snapshot of other arms is refused', async () => {
  const environment = await restless.make()
  environment.reset(seed)
  expectRefused(environment, [
    { states: new Int32Array(3) },
    { states: Int32Array.of(0, 2) },
    { elapsed: Int32Array.of(100) },
    { streams: [] },
  ])
})

test('pictures show states and what was active', async () => {
  const environment = await restless.make({ ...swap, starts: [0], horizon: 4 })
  environment.reset(seed)
  environment.step(Uint8Array.of(1))
  expect(environment.renderText(0)).toBe(
    ['bandits/restless  step 1 of 4  reward 3.00', '>   0  ##########..........  state 0 of 2'].join('\n'),
  )
  expect(environment.renderSvg(0)).toContain('state 0 of 2')
})
