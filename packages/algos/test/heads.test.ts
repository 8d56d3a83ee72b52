import { box, discrete, multiDiscrete, Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Head, headFor } from '../src/heads/head.ts'

/** d(a log p + b H)/d outputs by finite differences, and by the head. */
function gradients(
  head: Head,
  outputs: Float32Array,
  mask: Uint8Array | undefined,
  actions: Int32Array | Float32Array,
) {
  const [a, b] = [0.7, -0.3]
  const gradient = new Float32Array(outputs.length)
  head.score(outputs, mask, 0, actions)
  head.backward(outputs, mask, 0, actions, a, b, gradient)
  const loss = (): number => a * head.score(outputs, mask, 0, actions) + b * head.entropy
  const numeric = Array.from(outputs, (_, k) => {
    const before = outputs[k]
    const h = 2 ** -8
    outputs[k] = before + h
    const up = loss()
    outputs[k] = before - h
    const down = loss()
    outputs[k] = before
    return (up - down) / (2 * h)
  })
  return { gradient: [...gradient], numeric }
}

const logits = (length: number) =>
  fc.array(fc.integer({ min: -64, max: 64 }), { minLength: length, maxLength: length })

describe('the categorical head', () => {
  it('has the gradient of log-probability and entropy, over what is legal', () => {
    fc.assert(
      fc.property(logits(5), fc.integer({ min: 1, max: 31 }), (values, bits) => {
        const head = headFor(multiDiscrete([3, 2]))
        const mask = Uint8Array.from([1, 0, 1, bits & 1, 1])
        const outputs = Float32Array.from(values, (value) => value / 16)
        const { gradient, numeric } = gradients(head, outputs, mask, Int32Array.of(2, 1))
        gradient.forEach((value, k) => expect(value).toBeCloseTo(numeric[k], 3))
      }),
      { numRuns: 50 },
    )
  })

  it('draws legal choices as often as their probabilities say', () => {
    const head = headFor(discrete(4))
    const outputs = Float32Array.of(0, Math.LN2, 5, Math.LN2 * 2)
    const mask = Uint8Array.of(1, 1, 0, 1)
    const stream = Seed.from(1).stream()
    const counts = [0, 0, 0, 0]
    const actions = new Int32Array(1)
    for (let n = 0; n < 70_000; n++) {
      const logProbability = head.sample(outputs, mask, 0, stream, actions)
      counts[actions[0]]++
      expect(logProbability).toBeCloseTo(Math.log([1, 2, 0, 4][actions[0]] / 7), 6)
    }
    expect(counts[2]).toBe(0)
    ;[1, 2, 0, 4].forEach((share, k) => expect(counts[k] / 70_000).toBeCloseTo(share / 7, 2))
    head.mode(outputs, mask, 0, actions)
    expect(actions[0]).toBe(3)
  })

  it('has entropy log n where nothing is preferred', () => {
    const head = headFor(discrete(6))
    head.score(new Float32Array(6), undefined, 0, Int32Array.of(0))
    expect(head.entropy).toBeCloseTo(Math.log(6), 12)
  })
})

describe('the Gaussian head', () => {
  it('measures what is bounded from -1 to 1, and nothing else', () => {
    const head = headFor(box([3], [0, -2, 0], [20, 2, Infinity]))
    const actions = new Float32Array(3)
    const outputs = Float32Array.of(0.5, 0, 3)
    head.free!.parameters.fill(-4)
    head.mode(outputs, undefined, 0, actions)
    expect([...actions]).toEqual([15, 0, 3])
    head.free!.parameters.fill(0)
    const aside = head.score(outputs, undefined, 0, Float32Array.of(25, -2, 4))
    expect(aside).toBeCloseTo(3 * -0.5 * (1 + Math.log(2 * Math.PI)), 10)
  })

  it('is greedy with the mean of what is played, which no bound takes all of', () => {
    const space = box([4], [0, -2, 0, -Infinity], [20, 2, Infinity, 3])
    const head = headFor(space)
    head.free!.parameters.set([0.3, -1, 0.5, 1])
    const outputs = Float32Array.of(-1.2, 0.4, -0.7, 2)
    const stream = Seed.from(2).stream()
    const [sums, actions] = [new Float64Array(4), new Float32Array(4)]
    const draws = 200_000
    for (let n = 0; n < draws; n++) {
      head.sample(outputs, undefined, 0, stream, actions)
      head.bound!(actions)
      actions.forEach((value, k) => (sums[k] += value / draws))
    }
    head.mode(outputs, undefined, 0, actions)
    expect(actions[0]).toBeGreaterThan(0)
    actions.forEach((value, k) => expect(Math.abs(value - sums[k])).toBeLessThan([0.1, 0.01, 0.02, 0.02][k]))
  })

  it('has the density and entropy of independent normals, and their gradient', () => {
    const head = headFor(box([2], -1, 1))
    const outputs = Float32Array.of(0.25, -0.5)
    const actions = Float32Array.of(1, 0)
    const logProbability = head.score(outputs, undefined, 0, actions)
    const normal = (z: number): number => -0.5 * z * z - 0.5 * Math.log(2 * Math.PI)
    expect(logProbability).toBeCloseTo(normal(0.75) + normal(0.5), 10)
    expect(head.entropy).toBeCloseTo(Math.log(2 * Math.PI * Math.E), 10)
    const { gradient, numeric } = gradients(head, outputs, undefined, actions)
    gradient.forEach((value, k) => expect(value).toBeCloseTo(numeric[k], 3))
    const free = [...head.free!.gradient]
    expect(free[0]).toBeCloseTo(0.7 * (0.75 ** 2 - 1) - 0.3, 6)
  })
})

it('moves what was drawn into the bounds of a box, and only there', () => {
  const actions = Float32Array.of(-3, 0.25, 7, 0.1)
  headFor(box([2], [-1, -Infinity], [1, 0.1])).bound?.(actions)
  expect([...actions]).toEqual([-1, Math.fround(0.1), 1, Math.fround(0.1)])
  expect(headFor(discrete(3)).bound).toBeUndefined()
})
