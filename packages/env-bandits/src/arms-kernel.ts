/** Where worlds and policies keep what they know of arms, for a WebAssembly kernel where the engine gives one: `ArmsMemory`. */
import { KernelMemory, KernelModule } from '@gauntlet/core'
import { KERNEL_HEX } from './arms-kernel-bytes.ts'

/** The functions of `kernels/arms.ts`; arrays are given as addresses. */
interface Kernel {
  payOnes(
    worlds: number,
    arms: number,
    block: number,
    actions: number,
    means: number,
    noise: number,
    elapsed: number,
    rewards: number,
  ): void
  countPulls(
    worlds: number,
    arms: number,
    actions: number,
    rewards: number,
    means: number,
    best: number,
    sums: number,
    pulls: number,
    regrets: number,
    optimal: number,
    elapsed: number,
    lastArms: number,
  ): void
  observePulls(
    from: number,
    to: number,
    arms: number,
    share: number,
    lastArms: number,
    rewards: number,
    elapsed: number,
    observations: number,
  ): void
  moveArms(
    worlds: number,
    arms: number,
    n: number,
    stride: number,
    actions: number,
    states: number,
    uniforms: number,
    cumulative: number,
    rewards: number,
    sums: number,
    activations: number,
  ): void
  observeStates(
    from: number,
    to: number,
    arms: number,
    n: number,
    width: number,
    states: number,
    observations: number,
  ): void
  takeRewards(
    worlds: number,
    arms: number,
    pending: number,
    rewards: number,
    steps: number,
    pulls: number,
    sums: number,
    squares: number,
    changed: number,
  ): void
  updateBounds(
    worlds: number,
    arms: number,
    stride: number,
    changed: number,
    pulls: number,
    sums: number,
    means: number,
    radii: number,
  ): void
  findHighest(
    worlds: number,
    arms: number,
    means: number,
    radii: number,
    widths: number,
    tie: number,
    found: number,
  ): void
  squeezeGammas(
    draws: number,
    offsets: number,
    scales: number,
    normals: number,
    uniforms: number,
    gammas: number,
    rejected: number,
  ): number
  findHighestShare(worlds: number, arms: number, gammas: number, found: number): void
  drawWeighted(worlds: number, arms: number, weights: number, places: number, found: number): void
  learnReward(
    width: number,
    stride: number,
    x: number,
    gain: number,
    theta: number,
    inverse: number,
    reward: number,
    weight: number,
  ): void
  writeIndices(
    actions: number,
    width: number,
    stride: number,
    features: number,
    featureStride: number,
    thetas: number,
    thetaStride: number,
    inverses: number,
    inverseStride: number,
    alpha: number,
    pairs: number,
    indices: number,
  ): void
}

const MODULE = /* @__PURE__ */ new KernelModule<Kernel>('arms', KERNEL_HEX)

/** Arrays in the memory of that kernel, or on the heap. */
export class ArmsMemory extends KernelMemory<Kernel> {
  /** Room for so many float64: see `KernelMemory`. */
  constructor(numbers: number) {
    super(MODULE, numbers)
  }
}
