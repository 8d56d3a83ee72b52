import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Moments } from '../../src/metrics/moments.ts'

function momentsOf(values: Iterable<number>): Moments {
  const moments = new Moments()
  for (const value of values) moments.add(value)
  return moments
}

test('means, Binder cumulant and susceptibility of two numbers', () => {
  const moments = momentsOf([0.2, 0.6, 0.2, 0.6])
  expect(moments.count).toBe(4)
  expect(moments.mean).toBeCloseTo(0.4, 15)
  expect(moments.second).toBeCloseTo(0.2, 15)
  expect(moments.fourth).toBeCloseTo(0.0656, 15)
  expect(moments.variance).toBeCloseTo(0.04, 15)
  expect(moments.susceptibility(50)).toBeCloseTo(2, 12)
  expect(moments.binderCumulant()).toBeCloseTo(1 - 0.0656 / 0.12, 12)
})

test('the Binder cumulant of a constant is 2/3, of Gaussians 0 in one component and 1/3 in two', () => {
  expect(momentsOf([0.3, -0.3, 0.3]).binderCumulant()).toBeCloseTo(2 / 3, 12)
  const stream = Seed.from(1).stream()
  const one = Array.from({ length: 200_000 }, () => stream.normal())
  const two = one.map((value) => Math.hypot(value, stream.normal()))
  expect(momentsOf(one).binderCumulant()).toBeCloseTo(0, 1.5)
  expect(momentsOf(two).binderCumulant()).toBeCloseTo(1 / 3, 2)
})

test('moments are those of all numbers together, and go on where their memory is', () => {
  const numbers = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(numbers, numbers, (first, then) => {
      const memory = new Float64Array(3 * Moments.SIZE)
      const part = memory.subarray(Moments.SIZE, 2 * Moments.SIZE)
      for (const value of first) new Moments(part).add(value)
      const moments = new Moments(part)
      for (const value of then) moments.add(value)
      const all = [...first, ...then]
      const meanOf = (power: number) => all.reduce((sum, x) => sum + x ** power, 0) / all.length
      expect(moments.mean).toBeCloseTo(meanOf(1), 12)
      expect(moments.second).toBeCloseTo(meanOf(2), 12)
      expect(moments.fourth).toBeCloseTo(meanOf(4), 11)
      expect(moments.variance).toBeCloseTo(meanOf(2) - meanOf(1) ** 2, 11)
      expect(moments.variance).toBeGreaterThanOrEqual(0)
      expect(momentsOf(all).sums).toEqual(part)
    }),
  )
})

test('before the first number there is none', () => {
  const { mean, second, fourth, variance } = new Moments()
  expect([mean, second, fourth, variance]).toEqual([NaN, NaN, NaN, NaN])
  expect(new Moments().binderCumulant()).toBeNaN()
})
