/** An episode's actions in as few bits as their space allows, as replays hold them: `ActionCodec`. */
import { GauntletError } from './errors.ts'
import { type ActionArray, type ActionSpace, actionWidth } from './spaces.ts'

/**
 * Packs actions [steps, agents, actionWidth] into bytes, one number after the other without gaps, the lowest bit of a
 * number first and into the lowest bit of a byte that is free; the bits left over in the last byte are 0.
 *
 * A choice of n takes ceil(log2 n) bits, of several factors each its own number of them, an element of a subset 1;
 * an element of a box takes the 32 of its float32.
 */
export class ActionCodec {
  /** Of each number of one agent's action: how many values it has, and the bits that tell them apart. */
  private readonly counts: readonly number[]
  private readonly bits: readonly number[]
  private readonly bitsPerStep: number

  constructor(space: ActionSpace, agents: number) {
    this.counts = countsOf(space)
    this.bits = this.counts.map((count) => (space.kind === 'box' ? 32 : bitsFor(count)))
    this.bitsPerStep = agents * this.bits.reduce((sum, bits) => sum + bits, 0)
  }

  /** Shapes: of each step [agents, actionWidth]. Actions are inside their space. */
  pack(steps: readonly ActionArray[]): Uint8Array {
    const bytes = new Uint8Array(this.bytesOf(steps.length))
    let at = 0
    for (const actions of steps) {
      const values = this.asIntegers(actions)
      for (let i = 0; i < values.length; i++) {
        const bits = this.bits[i % this.bits.length]
        for (let k = 0; k < bits; k++, at++) bytes[Math.floor(at / 8)] |= ((values[i] >>> k) & 1) << (at & 7)
      }
    }
    return bytes
  }

  /** Errors: GauntletError where the bytes are not as many as those of so many steps, or a bit left over is not 0. */
  check(bytes: Uint8Array, steps: number): void {
    const expected = this.bytesOf(steps)
    if (bytes.length !== expected) {
      throw new GauntletError('replay', `actions: got ${bytes.length} bytes, expected ${expected}`)
    }
    const spare = 8 * expected - steps * this.bitsPerStep
    if (spare === 0 || bytes[expected - 1] >> (8 - spare) === 0) return
    throw new GauntletError('replay', `actions: got bits set after the last action, expected them to be 0`)
  }

  /**
   * Reads the actions of step `t`, from 0, of bytes that were checked. Shape: `actions` [agents, actionWidth].
   * Errors: GauntletError naming step and agent where a choice is beyond its space.
   */
  unpack(bytes: Uint8Array, t: number, actions: ActionArray): void {
    const values = this.asIntegers(actions)
    const width = this.bits.length
    let at = t * this.bitsPerStep
    for (let i = 0; i < values.length; i++) {
      const bits = this.bits[i % width]
      let value = 0
      for (let k = 0; k < bits; k++, at++) value |= ((bytes[Math.floor(at / 8)] >>> (at & 7)) & 1) << k
      values[i] = value
      const count = this.counts[i % width]
      if (value < count) continue
      const place = `step ${t + 1}, agent ${Math.floor(i / width)}`
      throw new GauntletError('replay', `actions: ${place}: got ${value}, expected 0 to ${count - 1}`)
    }
  }

  private bytesOf(steps: number): number {
    return Math.ceil((steps * this.bitsPerStep) / 8)
  }

  /** The actions themselves, or where they are real numbers their bits. */
  private asIntegers(actions: ActionArray): Int32Array | Uint8Array {
    if (!(actions instanceof Float32Array)) return actions
    return new Int32Array(actions.buffer, actions.byteOffset, actions.length)
  }
}

function countsOf(space: ActionSpace): readonly number[] {
  if (space.kind === 'discrete') return [space.n]
  if (space.kind === 'multi-discrete') return space.counts
  const count = space.kind === 'box' ? Infinity : 2
  return Array.from({ length: actionWidth(space) }, () => count)
}

/** ceil(log2 count); no more than the 31 of an int32 that is not negative. */
function bitsFor(count: number): number {
  return 32 - Math.clz32(Math.min(count, 2147483648) - 1)
}
