import { expect, test } from 'vitest'
import { fluctuationExponent, numberFluctuations } from '../../src/metrics/number-fluctuations.ts'
import { Space } from '../../src/space.ts'
import { crowd } from './crowds.ts'

const box = new Space('box', 4)
const DIVISIONS = [4, 8, 16]

function fluctuations(positions: Float64Array) {
  const [means, variances] = [new Float64Array(3), new Float64Array(3)]
  numberFluctuations(box, positions, DIVISIONS, new Int32Array(256), means, variances)
  return { means, variances }
}

test('of an ideal gas the variance is the mean, less what boxes take from each other', () => {
  const totals = new Float64Array(3)
  const frames = 200
  for (let frame = 0; frame < frames; frame++) {
    const { means, variances } = fluctuations(crowd(box, 2000, frame).positions)
    for (let d = 0; d < 3; d++) totals[d] += variances[d] / (means[d] * (1 - 1 / DIVISIONS[d] ** 2)) / frames
  }
  // The variance over n boxes of a Poisson number deviates by sqrt(2 / n) of itself.
  for (let d = 0; d < 3; d++)
    expect(Math.abs(totals[d] - 1)).toBeLessThan((5 * Math.SQRT2) / DIVISIONS[d] / Math.sqrt(frames))
})

test('a lattice does not fluctuate; a heap fluctuates most', () => {
  const lattice = Float64Array.from(
    { length: 512 },
    (_, k) => (((k % 2 === 0 ? k / 2 : k >> 5) % 16) + 0.5) / 4,
  )
  const { means, variances } = fluctuations(lattice)
  expect([...means]).toEqual([16, 4, 1])
  expect([...variances]).toEqual([0, 0, 0])
  expect(fluctuationExponent(means, variances)).toBeNaN()
  // At the far ends, which belong to the last box.
  const heap = fluctuations(new Float64Array(200).fill(4))
  expect(heap.variances[0]).toBeCloseTo((100 ** 2 / 16) * (1 - 1 / 16), 9)
})

test('the exponent is that of the power law through the points', () => {
  const means = Float64Array.of(1, 4, 0, 16, 64)
  const variances = means.map((mean) => 3 * mean ** 1.6)
  expect(fluctuationExponent(means, variances)).toBeCloseTo(0.8, 12)
  expect(fluctuationExponent(means.subarray(0, 1), variances.subarray(0, 1))).toBeNaN()
  expect(() => fluctuationExponent(means, variances.subarray(1))).toThrow(
    'variances: got 4, expected 5 numbers',
  )
})

test('without agents nothing fluctuates', () => {
  const { means, variances } = fluctuations(new Float64Array(0))
  expect([...means, ...variances]).toEqual([0, 0, 0, 0, 0, 0])
})

test('a plane, divisions that are none and too few counts are refused', () => {
  const measure = (space: Space, division: number) =>
    numberFluctuations(
      space,
      new Float64Array(2),
      [division],
      new Int32Array(8),
      new Float64Array(1),
      new Float64Array(1),
    )
  expect(() => measure(new Space('plane', 1), 2)).toThrow(
    'space: got "plane", expected a space that is bounded',
  )
  expect(() => measure(box, 1)).toThrow('divisions[0]: got 1, expected a whole number of at least 2')
  expect(() => measure(box, 3)).toThrow('counts: got 8, expected 9 numbers or more')
})
