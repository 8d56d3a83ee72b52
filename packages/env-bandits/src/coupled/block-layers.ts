/** A ReLU network over blocks of subsets: `BlockLayers`, `HOST_BLOCKS`, `reserveBlocks`. */
import { KernelModule } from '@gauntlet/core'
import { KERNEL_HEX } from './block-kernel-bytes.ts'

/** Subsets of a block: what units put out for one is a matrix [units, BLOCK] by rows. */
export const BLOCK = 64

/** Where blocks lie, and what is done with them; all arrays are from `floats`. Sums are taken in the order of inputs. */
export interface BlockLayers {
  floats(length: number): Float64Array
  /** out ← max(0, entering + shifts), one shift for each unit. */
  shift(entering: Float64Array, shifts: Float64Array, out: Float64Array): void
  /** y ← W x + b for W [outputs, inputs], rectified or not. */
  layer(
    x: Float64Array,
    weights: Float64Array,
    biases: Float64Array,
    y: Float64Array,
    rectified: boolean,
  ): void
}

/** In plain TypeScript: what the kernel is held against, and what takes its place where there is none. */
export const HOST_BLOCKS: BlockLayers = {
  floats: (length) => new Float64Array(length),
  shift(entering, shifts, out) {
    for (let i = 0; i < shifts.length; i++) {
      for (let n = i * BLOCK; n < (i + 1) * BLOCK; n++) {
        const value = entering[n] + shifts[i]
        out[n] = value > 0 ? value : 0
      }
    }
  },
  layer(x, weights, biases, y, rectified) {
    const inputs = weights.length / biases.length
    for (let i = 0; i < biases.length; i++) {
      const to = i * BLOCK
      for (let n = 0; n < BLOCK; n++) y[to + n] = biases[i]
      for (let k = 0; k < inputs; k++) {
        const weight = weights[i * inputs + k]
        for (let n = 0; n < BLOCK; n++) y[to + n] += weight * x[k * BLOCK + n]
      }
      if (rectified) for (let n = to; n < to + BLOCK; n++) y[n] = y[n] > 0 ? y[n] : 0
    }
  },
}

/** The functions of `kernels/layers.ts`; arrays are given as addresses. */
interface Kernel {
  shift(entering: number, shifts: number, out: number, units: number): void
  layer(
    x: number,
    weights: number,
    biases: number,
    y: number,
    inputs: number,
    outputs: number,
    rectified: boolean,
  ): void
}

const MODULE = /* @__PURE__ */ new KernelModule<Kernel>('feasible subsets', KERNEL_HEX)

/** Room for arrays of these lengths, in any order: the kernel's, or where the engine gives none, the host's. */
export function reserveBlocks(lengths: readonly number[]): BlockLayers {
  try {
    return kernelBlocks(lengths)
  } catch {
    return HOST_BLOCKS
  }
}

function kernelBlocks(lengths: readonly number[]): BlockLayers {
  const padded = (length: number): number => 16 * Math.ceil(length / 2)
  const instance = MODULE.instantiate(lengths.reduce((sum, length) => sum + padded(length), 0))
  const { functions, buffer } = instance
  return {
    floats: (length) => new Float64Array(buffer, instance.cut(padded(length)), length),
    shift: (entering, shifts, out) =>
      functions.shift(entering.byteOffset, shifts.byteOffset, out.byteOffset, shifts.length),
    layer(x, weights, biases, y, rectified) {
      const outputs = biases.length
      const inputs = weights.length / outputs
      functions.layer(
        x.byteOffset,
        weights.byteOffset,
        biases.byteOffset,
        y.byteOffset,
        inputs,
        outputs,
        rectified,
      )
    },
  }
}
