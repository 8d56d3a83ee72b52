import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { compileLayers } from '../../kernels/build.mjs'
import { KERNEL_HEX } from '../../src/coupled/block-kernel-bytes.ts'
import { BLOCK, HOST_BLOCKS, reserveBlocks } from '../../src/coupled/block-layers.ts'

test('the kernel is what its source compiles to', { timeout: 60_000 }, async () => {
  expect(await compileLayers()).toBe(KERNEL_HEX)
})

test('blocks lie in the kernel’s memory; where they are too long for one, or the engine gives none, on the heap', () => {
  expect(reserveBlocks([BLOCK])).not.toBe(HOST_BLOCKS)
  expect(reserveBlocks([2 ** 33])).toBe(HOST_BLOCKS)
})

test('the kernel finds what the loops find, to the bit', () => {
  const sizes = fc.record({
    inputs: fc.integer({ min: 1, max: 9 }),
    outputs: fc.integer({ min: 1, max: 9 }),
    rectified: fc.boolean(),
    seed: fc.nat(1000),
  })
  fc.assert(
    fc.property(sizes, ({ inputs, outputs, rectified, seed }) => {
      const lengths = [inputs * BLOCK, inputs, inputs * BLOCK, inputs * outputs, outputs, outputs * BLOCK]
      const [loops, kernel] = [HOST_BLOCKS, reserveBlocks(lengths)].map((blocks) => {
        const stream = Seed.from(seed).stream()
        const [entering, shifts, x, weights, biases, y] = lengths.map((length) => blocks.floats(length))
        for (const given of [entering, shifts, weights, biases]) {
          for (let k = 0; k < given.length; k++) given[k] = stream.normal()
        }
        blocks.shift(entering, shifts, x)
        blocks.layer(x, weights, biases, y, rectified)
        return { x: x.slice(), y: y.slice() }
      })
      expect(kernel).toEqual(loops)
    }),
  )
})
