/** numpy's generator of old: `MersenneTwister`. */
import { ParameterError } from '@gauntlet/core'

const SIZE = 624
const SHIFT = 397

/**
 * The numbers of `numpy.random.seed(seed)` and then `numpy.random.uniform` or `numpy.random.randint`, bit for bit: MT19937.
 *
 * For the instances that published work draws so; everything else draws from core's streams.
 * Errors: ParameterError unless the seed is a whole number from 0 to 2^32 - 1.
 * Source: Matsumoto and Nishimura 1998, Mersenne Twister, seeded as its authors do since 2002; checked against numpy 2.4.6.
 */
export class MersenneTwister {
  readonly #state: Uint32Array = new Uint32Array(SIZE)
  #position: number = SIZE

  constructor(seed: number) {
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)) {
      throw new ParameterError('MersenneTwister.seed', seed, 'a whole number from 0 to 4294967295')
    }
    const state = this.#state
    state[0] = seed
    for (let i = 1; i < SIZE; i++) {
      state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i
    }
  }

  /** A number in [low, high), as `uniform(low, high)`: 53 bits of two draws. */
  uniform(low: number, high: number): number {
    const upper = this.#next() >>> 5
    const lower = this.#next() >>> 6
    return low + (high - low) * ((upper * 67108864 + lower) / 9007199254740992)
  }

  /** An integer in [low, high), as `randint(low, high)`: draws are masked, and repeated where beyond. */
  integer(low: number, high: number): number {
    const last = high - 1 - low
    if (last === 0) return low
    const mask = 0xffffffff >>> Math.clz32(last)
    for (;;) {
      const draw = (this.#next() & mask) >>> 0
      if (draw <= last) return low + draw
    }
  }

  #next(): number {
    if (this.#position === SIZE) this.#turn()
    let y = this.#state[this.#position++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  #turn(): void {
    const state = this.#state
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff)
      state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#position = 0
  }
}
