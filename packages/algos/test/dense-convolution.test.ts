import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostArena } from '../src/dense/host-arena.ts'
import { kernelArena } from '../src/dense/kernel-arena.ts'
import { lengthsOf } from '../src/dense/measuring-arena.ts'
import type { Arena, FloatArray, ImageShape } from '../src/dense/operations.ts'
import { ResidualConvolution, type ResidualShape } from '../src/dense/residual-convolution.ts'
import { LayeredNetwork } from '../src/networks/layered-network.ts'

const sizes = fc.record({
  images: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 6 }),
  width: fc.integer({ min: 1, max: 11 }),
  inputs: fc.integer({ min: 1, max: 9 }),
  outputs: fc.constantFrom(8, 16),
  seed: fc.nat(10_000),
})

function fill(array: FloatArray, seed: number): FloatArray {
  const stream = Seed.from(seed).stream()
  for (let k = 0; k < array.length; k++) array[k] = Math.fround(stream.normal())
  return array
}

/** Random framed images with an edge of zeros. */
function framed(arena: Arena, images: number, channels: number, seed: number, shape: ImageShape): FloatArray {
  const planes = fill(arena.floats(images * channels * shape.height * shape.width), seed)
  const frames = arena.floats(images * channels * (shape.height + 2) * (shape.width + 2))
  arena.operations.framePlanes(planes, 0, frames, 0, images, { ...shape, inputs: channels })
  return frames
}

interface Outcome {
  readonly y: FloatArray
  readonly gradient: FloatArray
  readonly planes: FloatArray
}

function run(arena: Arena, images: number, shape: ImageShape, seed: number): Outcome {
  const { height, width, inputs, outputs } = shape
  const { operations } = arena
  const x = framed(arena, images, inputs, seed, shape)
  const skip = framed(arena, images, outputs, seed + 1, shape)
  const kernel = fill(arena.floats((9 * inputs + 1) * outputs), seed + 2)
  const packed = arena.floats(operations.packedLength(9 * inputs, outputs))
  operations.pack(kernel, 0, 9 * inputs, outputs, packed)
  const y = arena.floats(skip.length)
  operations.convolve(x, 0, packed, y, 0, skip, true, images, shape)
  operations.convolve(x, 0, packed, skip, 0, skip, false, images, shape)
  for (let k = 0; k < y.length; k++) expect(y[k]).toBeCloseTo(Math.max(0, skip[k]), 4)
  const gradient = arena.floats(kernel.length).fill(1)
  operations.addKernelGradient(x, 0, y, 0, gradient, images, shape)
  const planes = arena.floats(images * height * width * outputs)
  operations.cropPlanes(y, 0, planes, 0, images, { ...shape, inputs: outputs })
  return { y, gradient, planes }
}

describe('convolutions', () => {
  test('of a kernel with one weight move the image, and read zeros around it', () => {
    const arena = hostArena('float64')
    const shape = { height: 2, width: 3, inputs: 1, outputs: 8 }
    const x = arena.floats(4 * 5)
    arena.operations.framePlanes(Float64Array.of(1, 2, 3, 4, 5, 6), 0, x, 0, 1, shape)
    const kernel = arena.floats(10 * 8)
    // The cell to the right of the one above, for output 0; nothing but a bias for output 1.
    kernel[2 * 8] = 10
    kernel[9 * 8 + 1] = -7
    const y = arena.floats(4 * 5 * 8)
    arena.operations.convolve(x, 0, kernel, y, 0, undefined, false, 1, shape)
    const planes = arena.floats(8 * 6)
    arena.operations.cropPlanes(y, 0, planes, 0, 1, { ...shape, inputs: 8 })
    expect([...planes.subarray(0, 12)]).toEqual([0, 0, 0, 20, 30, 0, -7, -7, -7, -7, -7, -7])
  })

  test('of the kernel are those of the definition, on images of all shapes, and leave edges alone', () => {
    fc.assert(
      fc.property(sizes, ({ images, seed, ...shape }) => {
        const kernel = run(kernelArena([1 << 16]), images, shape, seed)
        const host = run(hostArena('float64'), images, shape, seed)
        for (const name of ['y', 'gradient', 'planes'] as const) {
          kernel[name].forEach((value, k) => {
            expect(Math.abs(value - host[name][k])).toBeLessThan(1e-4 * (1 + Math.abs(host[name][k])))
          })
        }
        const { height, width, outputs } = shape
        kernel.y.forEach((value, k) => {
          const cell = Math.floor(k / outputs) % ((height + 2) * (width + 2))
          const [row, column] = [Math.floor(cell / (width + 2)), cell % (width + 2)]
          const edge = row === 0 || row > height || column === 0 || column > width
          if (edge) expect(value).toBe(0)
        })
      }),
      { numRuns: 60 },
    )
  })
})

const SHAPE: ResidualShape = {
  layout: [{ name: 'window', offset: 0, shape: [2, 5, 7], axis: 'grid', kind: 'real' }],
  filters: 8,
  blocks: 2,
  hidden: [6],
  outputs: 3,
}
const ROWS = 11

/** The network on an arena, with its outputs for random inputs, and the gradient of their sum weighed at random. */
function passed(arena: Arena): { outputs: FloatArray; gradient: number[]; network: ResidualConvolution } {
  const network = new ResidualConvolution(SHAPE, arena, Seed.from(5).stream())
  const trace = network.trace(ROWS)
  const inputs = fill(new Float32Array(ROWS * network.inputs), 1) as Float32Array
  const weights = fill(arena.floats(ROWS * SHAPE.outputs), 2)
  // Biases too begin at random, so that no sum is 0 by symmetry.
  network.parts.forEach((part, k) => {
    fill(part.parameters.subarray(part.parameters.length - 8) as FloatArray, 10 + k)
  })
  network.changed()
  const outputs = network.forward(inputs, ROWS, trace).slice(0, ROWS * SHAPE.outputs)
  network.clearGradient()
  network.backward(trace, weights)
  return { outputs, gradient: network.parts.flatMap(({ gradient }) => [...gradient]), network }
}

describe('the residual network', () => {
  test('has gradients that are those of finite differences', () => {
    const arena = hostArena('float64')
    const { network, gradient } = passed(arena)
    const inputs = fill(new Float32Array(ROWS * network.inputs), 1) as Float32Array
    const weights = fill(arena.floats(ROWS * SHAPE.outputs), 2)
    const loss = (): number => {
      network.changed()
      const outputs = network.forward(inputs, ROWS, network.trace(ROWS))
      return Array.from(weights).reduce((sum, weight, k) => sum + weight * outputs[k], 0)
    }
    let from = 0
    const step = 1e-6
    for (const { parameters } of network.parts) {
      for (let k = 0; k < parameters.length; k += 37) {
        const kept = parameters[k]
        parameters[k] = kept + step
        const above = loss()
        parameters[k] = kept - step
        const slope = (above - loss()) / (2 * step)
        parameters[k] = kept
        expect(Math.abs(gradient[from + k] - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)))
      }
      from += parameters.length
    }
  })

  test('is the same by the kernel', () => {
    const host = passed(hostArena('float64'))
    const kernel = passed(kernelArena([...lengthsOf(passed), 1 << 12]))
    kernel.outputs.forEach((value, k) => expect(value).toBeCloseTo(host.outputs[k], 4))
    const scale = Math.max(...host.gradient.map(Math.abs))
    kernel.gradient.forEach((value, k) => {
      expect(Math.abs(value - host.gradient[k])).toBeLessThan(1e-5 * scale)
    })
  })

  test('gives a row the same outputs whatever rows are beside it', () => {
    const network = new LayeredNetwork(
      (arena) => new ResidualConvolution(SHAPE, arena, Seed.from(5).stream()),
    )
    const inputs = fill(new Float32Array(ROWS * network.inputs), 1) as Float32Array
    const all = network.predict(inputs, ROWS)
    expect(network.forward(inputs, ROWS)).toEqual(all)
    for (let i = 0; i < ROWS; i++) {
      const row = inputs.subarray(i * network.inputs, (i + 1) * network.inputs)
      expect(network.predict(row, 1)).toEqual(all.slice(i * SHAPE.outputs, (i + 1) * SHAPE.outputs))
    }
  })

  test('refuses what is not planes of a grid', () => {
    const layout = [{ name: 'xy', offset: 0, shape: [2], axis: 'flat', kind: 'real' }] as const
    expect(
      () => new ResidualConvolution({ ...SHAPE, layout }, hostArena('float32'), Seed.from(0).stream()),
    ).toThrow('convolutions: got an observation of xy (flat, [2]), expected one block of planes')
  })
})
