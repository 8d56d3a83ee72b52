/** Where swarms keep what a WebAssembly kernel works on, where the engine gives one: `SwarmMemory`. */
import { KernelMemory, KernelModule } from '@gauntlet/core'
import { KERNEL_HEX } from './swarm-kernel-bytes.ts'

/** The functions of `kernels/swarm.ts`; arrays are given as addresses. */
interface Kernel {
  sortAgents(
    n: number,
    active: number,
    positions: number,
    values: number,
    imageCount: number,
    images: number,
    side: number,
    reach: number,
    originX: number,
    originY: number,
    perX: number,
    perY: number,
    columns: number,
    rows: number,
    cells: number,
    sources: number,
    starts: number,
    order: number,
    entries: number,
  ): number
  sumNear(
    columns: number,
    rows: number,
    r2: number,
    starts: number,
    order: number,
    entries: number,
    sums: number,
    counts: number,
  ): void
  addVectors(n: number, eta: number, angles: number, counts: number, sums: number): void
  turnAndMove(
    n: number,
    active: number,
    zealots: number,
    sums: number,
    angles: number,
    length: number,
    forward: number,
    directions: number,
    positions: number,
  ): void
  findOutside(n: number, side: number, positions: number, outside: number): number
  writeDirections(n: number, headings: number, directions: number): void
  writeCircle(n: number, phases: number, circle: number, totals: number): void
  ratesOfAll(n: number, share: number, omegas: number, circle: number, totals: number, rates: number): void
  ratesOfNeighbours(
    n: number,
    starts: number,
    others: number,
    shares: number,
    omegas: number,
    circle: number,
    rates: number,
  ): void
  advance(n: number, base: number, factor: number, rates: number, out: number): void
}

const MODULE = /* @__PURE__ */ new KernelModule<Kernel>('swarms', KERNEL_HEX)

/** Arrays in the memory of that kernel, or on the heap. */
export class SwarmMemory extends KernelMemory<Kernel> {
  /** Room for so many float64: see `KernelMemory`. */
  constructor(numbers: number) {
    super(MODULE, numbers)
  }
}
