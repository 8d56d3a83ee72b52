/** Heads of bounded boxes: densities that integrate, and gradients as finite differences have them. */
import { Seed, box } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import type { PathwiseHead } from '../src/heads/pathwise-head.ts'
import { SquashedGaussianHead } from '../src/heads/squashed-gaussian.ts'
import { SquashedMeanHead } from '../src/heads/squashed-mean.ts'
import { UnitBox } from '../src/heads/unit-box.ts'

const SPACE = box([2], [-1, 0], [3, 10])
const OUTPUTS = Float32Array.of(0.3, -0.7, 0.2, -0.4, 1.1, 0.25, -0.3, 0.6)
const NOISE = Float64Array.of(0.5, -1.25, 0.75, 1.5)

const HEADS: readonly (readonly [string, PathwiseHead])[] = [
  ['squashed-gaussian', new SquashedGaussianHead(SPACE)],
  ['deterministic', new SquashedMeanHead(SPACE, 0.1)],
]

/** The derivative of `loss` by each of the numbers of row 1. */
function slopes(head: PathwiseHead, loss: (outputs: Float32Array) => number): number[] {
  return Array.from({ length: head.width }, (_, k) => {
    const at = (change: number): number => {
      const moved = OUTPUTS.slice()
      moved[head.width + k] += change
      return loss(moved)
    }
    return (at(2 ** -10) - at(-(2 ** -10))) / 2 ** -9
  })
}

function expectClose(gradient: readonly number[], expected: readonly number[]): void {
  expected.forEach((slope, k) =>
    expect(Math.abs(gradient[k] - slope)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope))),
  )
}

describe.each(HEADS)('a head of the kind %s', (_name, head) => {
  const row = (gradient: Float32Array): number[] => [...gradient.subarray(head.width, 2 * head.width)]

  it('has the gradient of what it draws', () => {
    const byUnits = Float32Array.of(0, 0, 1.5, -0.5)
    const byLogProbability = 0.75
    const loss = (outputs: Float32Array): number => {
      const units = new Float32Array(4)
      const logProbability = head.draw(outputs, 1, NOISE, units)
      return byUnits[2] * units[2] + byUnits[3] * units[3] + byLogProbability * logProbability
    }
    const gradient = new Float32Array(8)
    head.backwardDraw(OUTPUTS, 1, NOISE, byUnits, byLogProbability, gradient)
    expectClose(row(gradient), slopes(head, loss))
  })

  it('has the gradient of what it gives an action', () => {
    const actions = Float32Array.of(0, 0, 1.75, 4)
    const gradient = new Float32Array(8)
    head.score(OUTPUTS, undefined, 1, actions)
    head.backward(OUTPUTS, undefined, 1, actions, 1.25, 0.5, gradient)
    const loss = (outputs: Float32Array): number =>
      1.25 * head.score(outputs, undefined, 1, actions) + 0.5 * head.entropy
    expectClose(row(gradient), slopes(head, loss))
  })

  it('keeps within the box, and in the middle of its draws', () => {
    const stream = Seed.from(1).stream()
    const actions = new Float32Array(4)
    for (let n = 0; n < 500; n++) {
      head.sample(OUTPUTS, undefined, 1, stream, actions)
      expect(actions[2]).toBeGreaterThanOrEqual(-1)
      expect(actions[2]).toBeLessThanOrEqual(3)
      expect(actions[3]).toBeGreaterThanOrEqual(0)
      expect(actions[3]).toBeLessThanOrEqual(10)
    }
    head.mode(OUTPUTS, undefined, 1, actions)
    const first = OUTPUTS[head.width]
    expect(actions[2]).toBeCloseTo(1 + 2 * Math.tanh(first), 6)
  })
})

describe('a squashed Gaussian', () => {
  it('is a density over the units of the box', () => {
    const head = new SquashedGaussianHead(box([1], -4, 2))
    const outputs = Float32Array.of(0.4, 0.3)
    const n = 20_000
    let sum = 0
    for (let j = 0; j < n; j++) {
      const unit = -1 + (2 * (j + 0.5)) / n
      sum += Math.exp(head.score(outputs, undefined, 0, Float32Array.of(-1 + 3 * unit))) * (2 / n)
    }
    expect(sum).toBeCloseTo(1, 3)
  })

  it('gives what it drew the log-probability that it drew it with', () => {
    const head = new SquashedGaussianHead(SPACE)
    const units = new Float32Array(4)
    const logProbability = head.draw(OUTPUTS, 0, NOISE, units)
    const actions = Float32Array.of(1 + 2 * units[0], 5 + 5 * units[1], 0, 0)
    expect(head.score(OUTPUTS, undefined, 0, actions)).toBeCloseTo(logProbability, 3)
  })

  it('stays finite on the bounds', () => {
    const head = new SquashedGaussianHead(SPACE)
    expect(head.score(OUTPUTS, undefined, 0, Float32Array.of(-1, 10))).toBeGreaterThan(-1e6)
    const far = Float32Array.of(60, -60, -30, 30)
    expect(Number.isFinite(head.draw(far, 0, NOISE, new Float32Array(4)))).toBe(true)
  })
})

it('a box without bounds is refused', () => {
  expect(() => new UnitBox(box([2], [0, 0], [1, Infinity]))).toThrow(
    'box element 1: got [0, Infinity], expected finite bounds',
  )
})
