import { Seed, box, multiDiscrete } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BoxRule } from '../../src/mean-field/box-rule.ts'
import { decisionRule } from '../../src/mean-field/decision-rule.ts'
import { DiscreteRule } from '../../src/mean-field/discrete-rule.ts'
import { KernelGrid } from '../../src/mean-field/kernel-grid.ts'

const AXES = [Float64Array.of(-1, 0, 1), Float64Array.of(0, 10)]
const WIDTHS = [0.4, 2]
const kernels = new KernelGrid(AXES, WIDTHS)
const coordinate = fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ noNaN: true }))
const observations = fc.tuple(coordinate, coordinate)
const xis = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0)

test('weights sum to 1 wherever an observation is, and the nearest centre has the most', () => {
  fc.assert(
    fc.property(observations, (y) => {
      const weights = new Float64Array(kernels.size).fill(NaN)
      kernels.weights(y, 0, weights)
      expect(sum(weights)).toBeCloseTo(1, 12)
      const column = y[0] < -0.5 ? 0 : y[0] > 0.5 ? 2 : 1
      const nearest = 2 * column + (y[1] > 5 ? 1 : 0)
      expect(weights[nearest]).toBe(Math.max(...weights))
    }),
  )
})

test('far from all centres the nearest decides', () => {
  const weights = new Float64Array(kernels.size)
  for (const far of [1e3, 1e20, 3e38, Number.MAX_VALUE, Infinity]) {
    kernels.weights([far, -far], 0, weights)
    expect([...weights]).toEqual([0, 0, 0, 0, 1, 0])
    expect(kernels.draw([far, -far], 0, Float64Array.of(0.999, 0.999), 0)).toBe(4)
  }
})

test('centres are drawn as often as they weigh', () => {
  const y = [0.3, 4.5]
  const weights = new Float64Array(kernels.size)
  kernels.weights(y, 0, weights)
  const shares = new Float64Array(kernels.size)
  const draws = 20_000
  const stream = Seed.from(1).stream()
  for (let k = 0; k < draws; k++)
    shares[kernels.draw(y, 0, Float64Array.of(stream.uniform(), stream.uniform()), 0)] += 1 / draws
  weights.forEach((weight, b) => expect(Math.abs(shares[b] - weight)).toBeLessThan(0.015))
})

test('chances sum to 1 over what is legal', () => {
  const rule = new DiscreteRule(kernels, 3, 1)
  fc.assert(
    fc.property(observations, xis(rule.size), fc.integer({ min: 1, max: 7 }), (y, xi, bits) => {
      const mask = Uint8Array.from([0, 1, 2], (k) => (bits >> k) & 1)
      const chances = new Float64Array(3)
      rule.chances(xi, y, 0, chances, mask)
      expect(sum(chances)).toBeCloseTo(1, 12)
      mask.forEach((legal, k) => expect(chances[k] > 0).toBe(legal === 1))
      const actions = new Int32Array(1)
      const seen = { observations: Float32Array.from(y), actionMask: mask }
      if (y.every((value) => Number.isFinite(Math.fround(value)))) {
        rule.act(0, xi, seen, Seed.from(bits).stream(), actions)
        expect(mask[actions[0]]).toBe(1)
      }
    }),
  )
})

test('choices are drawn as often as their chances say', () => {
  const agents = 20_000
  const rule = new DiscreteRule(kernels, 3, agents)
  const xi = Float64Array.from({ length: rule.size }, (_, k) => ((k * 7) % 11) / 5.5 - 1)
  const seen = {
    observations: Float32Array.from({ length: 2 * agents }, (_, k) => (k % 2 === 0 ? 0.5 : 6)),
    actionMask: Uint8Array.from({ length: 3 * agents }, (_, k) => (k % 3 === 1 ? 0 : 1)),
  }
  const chances = new Float64Array(3)
  rule.chances(xi, seen.observations, 0, chances, seen.actionMask)
  const actions = new Int32Array(agents)
  rule.act(0, xi, seen, Seed.from(3).stream(), actions)
  for (const k of [0, 1, 2])
    expect(Math.abs(actions.filter((action) => action === k).length / agents - chances[k])).toBeLessThan(
      0.015,
    )
})

test('actions are drawn with the mean and deviation of the rule, and stay within their bounds', () => {
  const agents = 20_000
  const space = box([2], [-3, 10], [3, 11])
  const rule = new BoxRule(kernels, space, agents)
  // Small spreads about moderate means: nothing is clipped.
  const xi = Float64Array.from({ length: rule.size }, (_, k) => (k % 2 === 1 ? -0.7 : ((k * 7) % 11) / 22))
  const seen = {
    observations: Float32Array.from({ length: 2 * agents }, (_, k) => (k % 2 === 0 ? 0.5 : 6)),
    actionMask: undefined,
  }
  const actions = new Float32Array(2 * agents)
  rule.act(0, xi, seen, Seed.from(3).stream(), actions)
  const [means, deviations] = [new Float64Array(2), new Float64Array(2)]
  rule.moments(xi, seen.observations, 0, means, deviations)
  for (const k of [0, 1]) {
    const drawn = Array.from(actions).filter((_, i) => i % 2 === k)
    const mean = sum(drawn) / agents
    const deviation = Math.sqrt(sum(drawn.map((value) => (value - mean) ** 2)) / agents)
    expect(Math.abs(mean - means[k])).toBeLessThan(0.03 * deviations[k])
    expect(Math.abs(deviation / deviations[k] - 1)).toBeLessThan(0.03)
  }
  rule.act(0, new Float64Array(rule.size).fill(1), seen, Seed.from(3).stream(), actions)
  expect(Math.max(...actions.filter((_, i) => i % 2 === 0))).toBe(3)
  expect(Math.max(...actions.filter((_, i) => i % 2 === 1))).toBe(11)
})

test('actions that no rule is made for are refused', () => {
  expect(() => decisionRule(kernels, multiDiscrete([2, 2]), 1)).toThrow(
    'got multi-discrete actions, expected discrete ones or a box',
  )
  expect(() => decisionRule(kernels, box([2], [-1, -Infinity], 1), 1)).toThrow(
    'number 1 of an action is -Infinity to 1, expected finite bounds',
  )
})
