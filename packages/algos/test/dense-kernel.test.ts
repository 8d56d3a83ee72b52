import { GauntletError, Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileKernel } from '../kernels/build.mjs'
import { KERNEL_HEX } from '../src/dense/dense-kernel-bytes.ts'
import { hostArena } from '../src/dense/host-arena.ts'
import { KernelArena, kernelArena } from '../src/dense/kernel-arena.ts'
import { ACTIVATIONS, type Activation, type Arena, type FloatArray } from '../src/dense/operations.ts'

const host = hostArena('float32')
const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 23 }),
  inputs: fc.integer({ min: 1, max: 21 }),
  outputs: fc.integer({ min: 1, max: 27 }),
  seed: fc.nat(10_000),
})

/** Numbers about 0, in the arena or, without one, on the heap. */
function drawn(length: number, seed: number, arena: Arena = host): FloatArray {
  const stream = Seed.from(seed).stream()
  const array = arena.floats(length)
  for (let i = 0; i < length; i++) array[i] = Math.fround(stream.normal())
  return array
}

/** An arena with more than enough room for the small matrices of these tests. */
function room(): KernelArena {
  return kernelArena([1 << 18])
}

test('the kernel is what its source compiles to', { timeout: 60000 }, async () => {
  expect(await compileKernel()).toBe(KERNEL_HEX)
})

test('products take their sums in the order of the inputs, bit for bit, and write nothing else', () => {
  fc.assert(
    fc.property(sizes, ({ rows, inputs, outputs, seed }) => {
      const arena = room()
      const { operations } = arena
      const layer = drawn((inputs + 1) * outputs, seed, arena)
      const x = drawn(rows * inputs, seed + 1, arena)
      const packed = arena.floats(operations.packedLength(inputs, outputs))
      const y = arena.floats(rows * outputs + 16).fill(7)
      operations.pack(layer, 0, inputs, outputs, packed)
      operations.product(x, 0, packed, y, 8, rows, inputs, outputs)
      const expected = new Float32Array(y.length).fill(7)
      for (let i = 0; i < rows; i++) {
        for (let o = 0; o < outputs; o++) {
          let sum = layer[inputs * outputs + o]
          for (let k = 0; k < inputs; k++) {
            sum = Math.fround(sum + Math.fround(x[i * inputs + k] * layer[k * outputs + o]))
          }
          expected[8 + i * outputs + o] = sum
        }
      }
      expect(y).toEqual(expected)
    }),
  )
})

test('sums along links are taken in the order of the links, bit for bit', () => {
  const places = fc.array(fc.tuple(fc.nat(5), fc.nat(7), fc.nat(4)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(sizes, places, ({ rows, inputs: width, seed }, chosen) => {
      const arena = room()
      const [fromStep, intoStep] = [6 * width + 1, 8 * width + 3]
      const from = drawn(rows * fromStep, seed, arena)
      const into = drawn(rows * intoStep, seed + 1, arena)
      const links = arena.floats(3 * chosen.length)
      links.set(chosen.flatMap(([a, b, scale]) => [a * width + 1, b * width + 2, Math.fround(scale / 3)]))
      const expected = Float32Array.from(into)
      const byHost = Float32Array.from(into)
      for (let i = 0; i < rows; i++) {
        for (let l = 0; l < links.length; l += 3) {
          const [a, b] = [i * fromStep + links[l], i * intoStep + links[l + 1]]
          for (let k = 0; k < width; k++) {
            expected[b + k] = Math.fround(expected[b + k] + Math.fround(links[l + 2] * from[a + k]))
          }
        }
      }
      arena.operations.addLinked(from, fromStep, into, intoStep, rows, links, width)
      expect(into).toEqual(expected)
      host.operations.addLinked(from, fromStep, byHost, intoStep, rows, links, width)
      byHost.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 5))
    }),
  )
})

test('products with transposed weights do, too', () => {
  fc.assert(
    fc.property(sizes, ({ rows, inputs, outputs, seed }) => {
      const arena = room()
      const { operations } = arena
      const layer = drawn((inputs + 1) * outputs, seed, arena)
      const dy = drawn(rows * outputs, seed + 1, arena)
      const packed = arena.floats(operations.packedLength(inputs, outputs))
      const dx = arena.floats(rows * inputs + 16).fill(7)
      operations.pack(layer, 0, inputs, outputs, packed)
      operations.transposedProduct(dy, 0, packed, dx, 8, rows, inputs, outputs)
      const expected = new Float32Array(dx.length).fill(7)
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < inputs; k++) {
          let sum = 0
          for (let o = 0; o < outputs; o++) {
            sum = Math.fround(sum + Math.fround(dy[i * outputs + o] * layer[k * outputs + o]))
          }
          expected[8 + i * inputs + k] = sum
        }
      }
      expect(dx).toEqual(expected)
    }),
  )
})

test('outer products take their sums in the order of the rows, bit for bit, and add them to what is there', () => {
  fc.assert(
    fc.property(sizes, ({ rows, inputs, outputs, seed }) => {
      const arena = room()
      const { operations } = arena
      const x = drawn(rows * inputs, seed, arena)
      const dy = drawn(rows * outputs, seed + 1, arena)
      const length = (inputs + 1) * outputs
      const gradient = drawn(length + 16, seed + 2, arena)
      const before = gradient.slice()
      const scratch = arena.floats(operations.scratchLength(rows, inputs, outputs)).fill(Number.NaN)
      operations.addOuterProduct(x, 0, dy, 0, gradient, 8, rows, inputs, outputs, scratch)
      const expected = before.slice()
      for (let k = 0; k <= inputs; k++) {
        for (let o = 0; o < outputs; o++) {
          let sum = 0
          for (let i = 0; i < rows; i++) {
            const one = k < inputs ? x[i * inputs + k] : 1
            sum = Math.fround(sum + Math.fround(one * dy[i * outputs + o]))
          }
          expected[8 + k * outputs + o] = Math.fround(before[8 + k * outputs + o] + sum)
        }
      }
      expect(gradient).toEqual(expected)
    }),
  )
})

test('the loops in TypeScript compute the same but for rounding', () => {
  fc.assert(
    fc.property(sizes, ({ rows, inputs, outputs, seed }) => {
      const results = [room(), hostArena('float64')].map((arena) => {
        const { operations } = arena
        const layer = drawn((inputs + 1) * outputs, seed, arena)
        const x = drawn(rows * inputs, seed + 1, arena)
        const dy = drawn(rows * outputs, seed + 2, arena)
        const packed = arena.floats(operations.packedLength(inputs, outputs))
        const y = arena.floats(rows * outputs)
        const dx = arena.floats(rows * inputs)
        const gradient = arena.floats((inputs + 1) * outputs)
        const scratch = arena.floats(operations.scratchLength(rows, inputs, outputs))
        operations.pack(layer, 0, inputs, outputs, packed)
        operations.product(x, 0, packed, y, 0, rows, inputs, outputs)
        operations.transposedProduct(dy, 0, packed, dx, 0, rows, inputs, outputs)
        operations.addOuterProduct(x, 0, dy, 0, gradient, 0, rows, inputs, outputs, scratch)
        return [...y, ...dx, ...gradient]
      })
      results[0].forEach((value, i) => expect(Math.abs(value - results[1][i])).toBeLessThan(2e-5))
    }),
  )
})

/** Numbers from -100 to 100, densest about 0, and zeros of both signs. */
function spread(arena: Arena): FloatArray {
  const positive = Array.from({ length: 4001 }, (_, i) => 100 * ((i / 4000) * (i / 4000) * (i / 4000)))
  const values = [...positive, ...positive.map((one) => -one), 1e-7, -1e-7, 1e-20, -1e-20, 19.9, 20.1]
  const array = arena.floats(values.length)
  array.set(values)
  return array
}

/** The largest error against float64 of numbers above 1e-37, relative to them. */
function largestError(values: FloatArray, exact: FloatArray): number {
  return Array.from(values).reduce((most, value, i) => {
    const error = Math.abs(value - exact[i])
    return Math.max(most, error <= 2e-37 ? 0 : error / Math.abs(exact[i]))
  }, 0)
}

/** Half a unit in the last place of float32, relative. */
const HALF_UNIT = 2 ** -24

describe.each(ACTIVATIONS)('%s', (activation) => {
  test('is good to a few units in the last place', () => {
    const [kernel, exact] = [room(), hostArena('float64')].map((arena) => {
      const y = arena.floats(8008)
      y.set(Float32Array.from(spread(hostArena('float64'))))
      arena.operations.activate(activation, y, 0, y.length)
      return y
    })
    expect(largestError(kernel, exact)).toBeLessThan(6 * HALF_UNIT)
  })

  test('never leaves its range', () => {
    const [least, most] = LIMITS[activation]
    const arena = room()
    const y = arena.floats(200_001)
    for (let i = 0; i < y.length; i++) y[i] = (i - 100_000) / 8000
    arena.operations.activate(activation, y, 0, y.length)
    expect(y.every((one) => one >= least && one <= most)).toBe(true)
  })

  test('has its derivative from its outputs', () => {
    const [kernel, exact] = [room(), hostArena('float64')].map((arena) => {
      const y = arena.floats(8008)
      const outputs = hostArena('float64')
      const x = spread(outputs)
      outputs.operations.activate(activation, x, 0, x.length)
      y.set(Float32Array.from(x))
      const dy = arena.floats(y.length).fill(1.5)
      const target = arena.floats(y.length)
      arena.operations.scaleBySlope(activation, y, 0, dy, 0, target, 0, y.length)
      arena.operations.scaleBySlope(activation, y, 0, dy, 0, dy, 0, y.length)
      expect(target).toEqual(dy)
      return target
    })
    expect(largestError(kernel, exact)).toBeLessThan(6 * HALF_UNIT)
  })

  test('keeps what is not a number, meets its limits, and ends where it is told to', () => {
    for (const arena of [room(), host, hostArena('float64')]) {
      for (let length = 1; length <= 9; length++) {
        const y = arena.floats(12).fill(Number.NaN)
        y[0] = Number.POSITIVE_INFINITY
        if (length > 1) y[1] = Number.NEGATIVE_INFINITY
        y.fill(3, length)
        arena.operations.activate(activation, y, 0, length)
        expect(y.subarray(length).every((one) => one === 3)).toBe(true)
        expect(y.subarray(2, length).every((one) => Number.isNaN(one))).toBe(true)
        const [least, most] = LIMITS[activation]
        expect(y[0]).toBe(most)
        if (length > 1) expect(Math.abs(y[1] - least) <= 2e-38 || y[1] === least).toBe(true)
        const dy = arena.floats(12).fill(2)
        const target = arena.floats(12).fill(5)
        y.fill(Number.NaN, 0, length)
        arena.operations.scaleBySlope(activation, y, 0, dy, 0, target, 0, length)
        expect(target.subarray(length).every((one) => one === 5)).toBe(true)
        const slopes = target.subarray(0, length)
        // Where the derivative is a constant, the gradient passes as it is.
        if (activation !== 'none' && activation !== 'relu') {
          expect(slopes.every((one) => Number.isNaN(one))).toBe(true)
        } else expect(slopes.every((one) => one === 2)).toBe(true)
      }
    }
  })
})

/** What activations put out at minus and plus infinity. */
const LIMITS: Record<Activation, readonly [least: number, most: number]> = {
  none: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  relu: [0, Number.POSITIVE_INFINITY],
  elu: [-1, Number.POSITIVE_INFINITY],
  tanh: [-1, 1],
  sigmoid: [0, 1],
  softplus: [0, Number.POSITIVE_INFINITY],
}

test('one number that is not a number spoils its own row and column and no other', () => {
  const arena = room()
  const { operations } = arena
  const layer = drawn(6 * 11, 1, arena)
  const x = drawn(7 * 5, 2, arena)
  x[2 * 5 + 3] = Number.NaN
  const packed = arena.floats(operations.packedLength(5, 11))
  const y = arena.floats(7 * 11)
  operations.pack(layer, 0, 5, 11, packed)
  operations.product(x, 0, packed, y, 0, 7, 5, 11)
  y.forEach((one, i) => expect(Number.isNaN(one)).toBe(Math.floor(i / 11) === 2))
  const gradient = arena.floats(6 * 11)
  const scratch = arena.floats(operations.scratchLength(7, 5, 11))
  operations.addOuterProduct(x, 0, drawn(77, 3, arena), 0, gradient, 0, 7, 5, 11, scratch)
  gradient.forEach((one, i) => expect(Number.isNaN(one)).toBe(Math.floor(i / 11) === 3))
})

describe('an arena', () => {
  test('refuses more than a memory holds, more than was reserved, and arrays of another', () => {
    expect(() => kernelArena([2 ** 30, 1])).toThrow(/at most 4294967296 fit/)
    const arena = kernelArena([16, 20])
    arena.floats(20)
    arena.floats(16)
    expect(() => arena.floats(1)).toThrow(/expected the 192 reserved/)
    const stranger = new Float32Array(4)
    expect(() => arena.operations.activate('elu', stranger, 0, 4)).toThrow(GauntletError)
  })

  test('says so where the engine gives no memory, rather than compute other bits', () => {
    const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
    const { Memory } = engine.WebAssembly
    engine.WebAssembly.Memory = function refuse() {
      throw new RangeError('could not allocate memory')
    }
    try {
      expect(() => kernelArena([16])).toThrow(/gives no WebAssembly memory of 64 bytes.*could not allocate/)
    } finally {
      engine.WebAssembly.Memory = Memory
    }
  })

  test('is freed: a thousand are made one after the other, 64 GiB in all', { timeout: 60000 }, () => {
    for (let k = 0; k < 1000; k++) {
      const array = kernelArena([2 ** 24]).floats(2 ** 24)
      array[k] = 1
      expect(array.length).toBe(2 ** 24)
    }
  })
})
