import { cos, sin } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileKernel } from '../kernels/build.mjs'
import { cosineOf, sineOf } from '../src/sine-cosine.ts'
import { KERNEL_HEX } from '../src/swarm-kernel-bytes.ts'
import { SwarmMemory } from '../src/swarm-kernel.ts'

test('the kernel is what its source compiles to', { timeout: 60_000 }, async () => {
  expect(await compileKernel()).toBe(KERNEL_HEX)
})

test('swarms run on the kernel', () => {
  expect(new SwarmMemory(1).kernel).toBeDefined()
})

test('its sines and cosines are those of TypeScript, and near the exact ones', () => {
  const memory = new SwarmMemory(10)
  const phases = memory.float64(2)
  const circle = memory.float64(4)
  const totals = memory.float64(2)
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      ),
      (x) => {
        phases.set([x, -x])
        memory.kernel!.writeCircle(2, phases.byteOffset, circle.byteOffset, totals.byteOffset)
        expect([...circle]).toEqual([sineOf(x), cosineOf(x), sineOf(-x), cosineOf(-x)])
        expect(Math.abs(sineOf(x) - sin(x))).toBeLessThan(1e-15)
        expect(Math.abs(cosineOf(x) - cos(x))).toBeLessThan(1e-15)
      },
    ),
    { numRuns: 1000 },
  )
})
