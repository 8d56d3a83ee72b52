/** How much of an arena somebody needs: `lengthsOf`. */
import { packedLength, scratchLength } from './kernel-operations.ts'
import type { Arena } from './operations.ts'

/** Lengths of all arrays that `build` takes of the arena it is given, for `kernelArena`; nothing is computed. */
export function lengthsOf(build: (arena: Arena) => unknown): number[] {
  const lengths: number[] = []
  const nothing = (): void => {}
  build({
    operations: {
      packedLength,
      scratchLength,
      pack: nothing,
      product: nothing,
      transposedProduct: nothing,
      addOuterProduct: nothing,
      activate: nothing,
      scaleBySlope: nothing,
      addLinked: nothing,
      convolve: nothing,
      addKernelGradient: nothing,
      framePlanes: nothing,
      cropPlanes: nothing,
    },
    floats(length) {
      lengths.push(length)
      return new Float32Array(length)
    },
  })
  return lengths
}
