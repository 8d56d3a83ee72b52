import { describe, expect, test } from 'vitest'
import { GauntletError, ParameterError, Seed } from '@gauntlet/core'
import { type Arm, chainsOf } from '../../src/restless/arm-chains.ts'
import { BudgetSet } from '../../src/restless/budget-set.ts'
import { channelIndex } from '../../src/restless/channel-index.ts'
import { fluidBound } from '../../src/restless/fluid-bound.ts'
import { averageReward, discountedValues, finiteHorizonValues } from '../../src/restless/joint-values.ts'
import { lagrangianBound } from '../../src/restless/lagrangian.ts'
import { ProductChain } from '../../src/restless/product-chain.ts'
import { restless } from '../../src/restless/restless.ts'
import { subsidyPath } from '../../src/restless/subsidy-path.ts'
import { twoStateWhittle, whittleIndices } from '../../src/restless/whittle-index.ts'

const armOfRows = (rows: readonly number[], best: number = 1): Arm => ({
  states: 2,
  transitions: Float64Array.from(rows),
  rewards: Float64Array.of(0, best, 0, best),
})
const sound = armOfRows([0.9, 0.1, 0.4, 0.6, 0.5, 0.5, 0.1, 0.9])
const leaking = armOfRows([0.9, 0.1, 0.4, 0.6, 0.5, 0.5, 0.1, 0.8])
const pair = chainsOf([sound, sound])
const one = new BudgetSet(2, 1, 'exactly')
const starts = Float64Array.of(1, 0, 1, 0)
const chain = new ProductChain(pair, one)

describe('solvers refuse', () => {
  test.each<[string, () => unknown]>([
    ['subsidyPath', () => subsidyPath(leaking, 0.9)],
    ['whittleIndices', () => whittleIndices(leaking, 0.9)],
    ['twoStateWhittle', () => twoStateWhittle(leaking, 0.9)],
    ['lagrangianBound', () => lagrangianBound(chainsOf([leaking, sound]), one, 0.9, starts)],
    ['ProductChain', () => new ProductChain(chainsOf([leaking, sound]), one)],
  ])('a matrix that is not stochastic: %s', (_, solve) => {
    expect(solve).toThrow(ParameterError)
    expect(solve).toThrow('arm 0, intervention 1, state 1: got [0.1, 0.8] of sum 0.9')
  })

  test.each<[string, () => unknown, string]>([
    ['an arm cut short', () => whittleIndices({ ...sound, states: 3 }, 0.9), 'arm.rewards: got 4 numbers'],
    [
      'a reward without end',
      () => whittleIndices(armOfRows([...sound.transitions], Infinity), 0.9),
      'rewards[1]',
    ],
    [
      'three states where there are two',
      () => twoStateWhittle({ ...sound, states: 3 }, 0.9),
      'arm.states: got 3',
    ],
    ['a discount of 1', () => whittleIndices(sound, 1), 'discount: got 1, expected 0 or more, and less'],
    ['a discount of 1 without a horizon', () => discountedValues(chain, 1), 'discount: got 1'],
    ['a discount above 1', () => finiteHorizonValues(chain, 5, 1.1), 'discount: got 1.1, expected 0 to 1'],
    [
      'more arms than there are',
      () => new BudgetSet(3, 5, 'exactly'),
      'budget: got 5, expected a whole number',
    ],
    [
      'subsets of other arms',
      () => new ProductChain(pair, new BudgetSet(3, 1, 'exactly')),
      'set: got "exactly 1 of 3',
    ],
    [
      'starts that are none',
      () => lagrangianBound(pair, one, 0.9, Float64Array.of(1, 0, 1, 1)),
      'starts: arm 1: got [1, 1]',
    ],
    [
      'a chance above 1',
      () => channelIndex({ p01: 0.2, p11: 1.2 }, 0.3, 0.9),
      'p11: got 1.2, expected a chance',
    ],
    [
      'a belief above 1',
      () => channelIndex({ p01: 0.2, p11: 0.7 }, 1.3, 0.9),
      'belief: got 1.3, expected a chance',
    ],
  ])('%s', (_, solve, message) => {
    expect(solve).toThrow(ParameterError)
    expect(solve).toThrow(message)
  })

  test('the same in the fluid bound', async () => {
    const problem = { starts, discount: 0.9, horizon: 5 }
    await expect(fluidBound(chainsOf([leaking, sound]), one, problem)).rejects.toThrow('of sum 0.9')
    await expect(fluidBound(pair, one, { ...problem, discount: 1, horizon: Infinity })).rejects.toThrow(
      'discount: got 1',
    )
    await expect(fluidBound(pair, one, { ...problem, horizon: 0 })).rejects.toThrow('horizon: got 0')
  })

  test('a network that is not finite or does not fit, by world and layer', async () => {
    const environment = await restless.make({}, 2)
    environment.reset(Seed.from(1))
    const maximise = (weights: number[]) => () =>
      environment.feasible!.maximise(1, 0, {
        context: new Float64Array(0),
        layers: [{ weights: Float64Array.from(weights), biases: Float64Array.of(0) }],
      })
    expect(maximise([NaN, 1])).toThrow(GauntletError)
    expect(maximise([NaN, 1])).toThrow('bandits/restless: world 1: network: layer 0, weights: got NaN at 0')
    expect(maximise([1, 1, 1])).toThrow('layer 0: got 3 weights and 1 biases, expected 1 x 2 and 1')
  })
})

test('value iteration settles however large the rewards are', () => {
  const scaled = (best: number): ProductChain => {
    const arm = armOfRows([...sound.transitions], best)
    return new ProductChain(chainsOf([arm, arm]), one)
  }
  for (const scale of [1e3, 1e6, 1e9]) {
    expect(averageReward(scaled(scale)) / scale).toBeCloseTo(averageReward(scaled(1)), 9)
    expect(discountedValues(scaled(scale), 0.999)[0] / scale).toBeCloseTo(
      discountedValues(scaled(1), 0.999)[0],
      6,
    )
  }
})

test('arms side by side have as many states each', () => {
  expect(() => chainsOf([])).toThrow('arms: got [], expected at least one arm')
  const three = { states: 3, transitions: new Float64Array(18), rewards: new Float64Array(6) }
  expect(() => chainsOf([sound, three])).toThrow('arms[1].states: got 3, expected 2, as of the first')
})
