/** Threefry: `threefry2x32`, the keyed counter-based function behind `Seed`. */

/** Left-rotation of the mixing function in each of eight successive rounds (Salmon et al. 2011, table 2). */
const ROTATIONS: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24]

/** The parity constant of Skein's key schedule, 32-bit form (Salmon et al. 2011, section 4.1). */
const PARITY = 0x1bd11bda

/**
 * The Threefry2x32 block function: a bijection of the 64-bit counter for every 64-bit key.
 *
 * Shapes: writes the two output words to `out` [2] uint32, word 0 first.
 * Ranges: the key (`key0`, `key1`) and counter (`counter0`, `counter1`) are taken modulo 2^32; `rounds` 0 to 32,
 * 20 being the published default (13 is the fewest that pass BigCrush).
 * Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.1.
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
  rounds: number = 20,
): void {
  const key2 = PARITY ^ key0 ^ key1
  let x0 = (counter0 + key0) | 0
  let x1 = (counter1 + key1) | 0
  for (let round = 0; round < rounds; round++) {
    const rotation = ROTATIONS[round & 7]
    x0 = (x0 + x1) | 0
    x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0
    if ((round & 3) === 3) {
      // Subkey j adds key words j and j + 1 modulo 3, and j itself to the second word.
      const j = (round + 1) >> 2
      const phase = j % 3
      x0 = (x0 + (phase === 0 ? key0 : phase === 1 ? key1 : key2)) | 0
      x1 = (x1 + (phase === 0 ? key1 : phase === 1 ? key2 : key0) + j) | 0
    }
  }
  out[0] = x0
  out[1] = x1
}
