import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostArena } from '../src/dense/host-arena.ts'
import { KernelArena, kernelArena } from '../src/dense/kernel-arena.ts'
import { Mlp, type MlpShape, mlpLengths, traceLengths } from '../src/dense/mlp.ts'
import { ACTIVATIONS, type Arena, type FloatArray } from '../src/dense/operations.ts'

const shapes = fc.record({
  inputs: fc.integer({ min: 1, max: 9 }),
  hidden: fc.array(fc.integer({ min: 1, max: 19 }), { maxLength: 3 }),
  outputs: fc.integer({ min: 1, max: 10 }),
  hiddenActivation: fc.constantFrom(...ACTIVATIONS),
  outputActivation: fc.constantFrom(...ACTIVATIONS),
})
const float64 = hostArena('float64')

function drawn(length: number, seed: number, arena: Arena): FloatArray {
  const stream = Seed.from(seed).stream()
  const array = arena.floats(length)
  for (let i = 0; i < length; i++) array[i] = Math.fround(stream.normal())
  return array
}

/** Exactly the room that a network, one trace and their inputs and gradients need. */
function kernelFor(shape: MlpShape, rows: number, traces: number = 1): KernelArena {
  const ends = [rows * shape.inputs, rows * shape.outputs, rows * shape.inputs]
  const each = Array.from({ length: traces }, () => [...traceLengths(shape, rows), ...ends])
  return kernelArena([...mlpLengths(shape), ...each.flat()])
}

/** One pass forward and back: outputs, parameter gradient, input gradient. */
function passes(shape: MlpShape, rows: number, seed: number, arena: Arena): number[][] {
  const network = new Mlp(shape, arena, Seed.from(seed).stream())
  const trace = network.trace(rows)
  const x = drawn(rows * shape.inputs, seed + 1, arena)
  const dy = drawn(rows * shape.outputs, seed + 2, arena)
  const dx = arena.floats(rows * shape.inputs)
  const y = network.forward(x, rows, trace)
  network.backward(trace, dy, dx)
  return [Array.from(y), Array.from(network.gradient), Array.from(dx)]
}

test('gradients in float64 are those of central differences, for all activations', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 6 }), fc.nat(10_000), (shape, rows, seed) => {
      const network = new Mlp(shape, float64, Seed.from(seed).stream())
      const trace = network.trace(rows)
      const x = drawn(rows * shape.inputs, seed + 1, float64)
      const dy = drawn(rows * shape.outputs, seed + 2, float64)
      const dx = new Float64Array(x.length)
      const loss = (): number => {
        network.changed()
        const y = network.forward(x, rows, trace)
        return Array.from(y).reduce((sum, one, i) => sum + one * dy[i], 0)
      }
      loss()
      network.backward(trace, dy, dx)
      // Away from kinks, where a number left and right of it would say half a slope.
      fc.pre(trace.layers.every((layer) => layer.every((one) => one === 0 || Math.abs(one) > 1e-4)))
      for (const [array, gradient] of [
        [network.parameters, network.gradient],
        [x, dx],
      ]) {
        for (let i = 0; i < array.length; i++) {
          const kept = array[i]
          array[i] = kept + 1e-5
          const above = loss()
          array[i] = kept - 1e-5
          const below = loss()
          array[i] = kept
          expect(Math.abs((above - below) / 2e-5 - gradient[i])).toBeLessThan(1e-7)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('the kernel comes to the same as float64, in the room that it said it needs', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 40 }), fc.nat(10_000), (shape, rows, seed) => {
      const exact = passes(shape, rows, seed, float64)
      const fast = passes(shape, rows, seed, kernelFor(shape, rows))
      exact.forEach((values, part) => {
        values.forEach((one, i) =>
          expect(Math.abs(fast[part][i] - one)).toBeLessThan(1e-4 + 1e-4 * Math.abs(one)),
        )
      })
    }),
  )
})

test('wide layers and more rows than one block, on both', () => {
  const shape: MlpShape = {
    inputs: 33,
    hidden: [520, 7],
    outputs: 3,
    hiddenActivation: 'elu',
    outputActivation: 'softplus',
  }
  const exact = passes(shape, 101, 5, float64)
  const fast = passes(shape, 101, 5, kernelFor(shape, 101))
  exact.forEach((values, part) => {
    values.forEach((one, i) => expect(Math.abs(fast[part][i] - one)).toBeLessThan(1e-4))
  })
})

const SHAPE: MlpShape = {
  inputs: 3,
  hidden: [10],
  outputs: 2,
  hiddenActivation: 'elu',
  outputActivation: 'none',
}

describe.each(['kernel', 'float32', 'float64'] as const)('a perceptron on %s', (kind) => {
  const arenaFor = (rows: number, traces: number): Arena =>
    kind === 'kernel' ? kernelFor(SHAPE, rows, traces) : hostArena(kind)

  test("a row's outputs do not depend on the rows around it", () => {
    const rows = 5000
    const arena = arenaFor(rows, 2)
    const network = new Mlp(SHAPE, arena, Seed.from(1).stream())
    const [all, one] = [network.trace(rows), network.trace(1)]
    const x = drawn(3 * rows, 2, arena)
    const y = network.forward(x, rows, all).slice()
    for (const i of [0, 1, 2, 3, 1637, 1638, 1639, 1640, 4998, 4999]) {
      const alone = network.forward(x.subarray(3 * i, 3 * i + 3), 1, one)
      expect(alone).toEqual(y.slice(2 * i, 2 * i + 2))
    }
  })

  test('traces live side by side, and gradients add up until they are cleared', () => {
    const arena = arenaFor(4, 2)
    const network = new Mlp(SHAPE, arena, Seed.from(1).stream())
    const [first, second] = [network.trace(4), network.trace(4)]
    const [x1, x2] = [drawn(12, 2, arena), drawn(6, 3, arena)]
    const dy = drawn(8, 4, arena)
    network.forward(x1, 4, first)
    network.backward(first, dy, undefined)
    const one = network.gradient.slice()
    network.clearGradient()
    network.forward(x2, 2, second)
    network.backward(second, dy, undefined)
    const two = network.gradient.slice()
    network.clearGradient()
    network.forward(x1, 4, first)
    network.forward(x2, 2, second)
    network.backward(second, dy, undefined)
    network.backward(first, dy, undefined)
    network.gradient.forEach((sum, i) => expect(sum).toBeCloseTo(one[i] + two[i], 5))
  })

  test('new parameters count once they are announced', () => {
    const arena = arenaFor(1, 1)
    const network = new Mlp({ ...SHAPE, outputBias: 5 }, arena, Seed.from(1).stream())
    const trace = network.trace(1)
    const x = arena.floats(3)
    expect(Array.from(network.parameters.subarray(-2))).toEqual([5, 5])
    network.parameters.fill(0)
    network.parameters.fill(2, -2)
    network.changed()
    expect(Array.from(network.forward(x, 1, trace))).toEqual([2, 2])
  })

  test('what does not fit is refused', () => {
    const arena = arenaFor(2, 1)
    const network = new Mlp(SHAPE, arena, Seed.from(1).stream())
    const trace = network.trace(2)
    const x = arena.floats(6)
    expect(() => network.backward(trace, x, undefined)).toThrow(/without a forward/)
    expect(() => network.forward(x, 3, trace)).toThrow(/6 numbers of inputs, expected 9/)
    network.forward(x, 2, trace)
    expect(() => network.backward(trace, x.subarray(0, 3), undefined)).toThrow(/3 numbers of output gradient/)
    expect(() => network.backward(trace, x, x.subarray(0, 5))).toThrow(/5 numbers of input gradient/)
    expect(() => network.forward(arena.floats(0), 0, network.trace(0))).not.toThrow()
  })
})

test('networks begin alike on every arena, within PyTorch’s bounds', () => {
  const begun = [kernelFor(SHAPE, 1), hostArena('float32'), float64].map((arena) =>
    Array.from(new Mlp(SHAPE, arena, Seed.from(9).stream()).parameters),
  )
  expect(begun[1]).toEqual(begun[0])
  expect(begun[2]).toEqual(begun[0])
  const bound = (from: number, to: number): number => Math.max(...begun[0].slice(from, to).map(Math.abs))
  expect(bound(0, 40)).toBeLessThanOrEqual(1 / Math.sqrt(3))
  expect(bound(0, 40)).toBeGreaterThan(0.9 / Math.sqrt(3))
  expect(bound(40, 62)).toBeLessThanOrEqual(1 / Math.sqrt(10))
})
