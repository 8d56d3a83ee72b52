/** What sets environments of K arms apart: `ArmsModel`, `ArmNoise`, `ArmPay`, `NOISE_BLOCK`, `placeMeans`. */
import type { Seed, Stream } from '@gauntlet/core'
import type { Belief } from './posterior.ts'

/** Writes to rewards [w] what the arm of mean means [i] pays with the noise at `place`. */
export type ArmPay = (
  means: Float64Array,
  i: number,
  noise: Float64Array,
  place: number,
  rewards: Float32Array,
  w: number,
) => void

/** Writes noise [offset] to [offset + count - 1], a number for each step, of which there are at most `NOISE_BLOCK`. */
export type ArmNoise = (stream: Stream, noise: Float64Array, offset: number, count: number) => void

/** Which rewards arms pay; all state of an episode but the noise is in the means and in `state`. */
export interface ArmsModel {
  readonly arms: number
  /** Numbers beside the means on which a world goes on; none where absent. */
  readonly stateSize?: number
  /** Writes the means of the first step, and `state`, at their offsets. */
  begin(key: Seed, means: Float64Array, offset: number, state: Float64Array, stateOffset: number): void
  /** The noise of steps, whatever is pulled in them; where absent uniform on [0, 1). */
  draw?: ArmNoise
  /** What an arm pays; where absent 1 if the noise is below its mean, else 0. */
  pay?: ArmPay
  /** What rewards say of the means, for pictures; `beta` where absent. */
  readonly belief?: Belief
  /** The arm that regret is counted against; that of the highest mean where absent. */
  comparator?(state: Float64Array, stateOffset: number): number
  /** Moves the means on to step t, from 1; absent where they stay. */
  move?(t: number, means: Float64Array, offset: number, state: Float64Array, stateOffset: number): void
}

/** Numbers of noise that a world draws at a time. */
export const NOISE_BLOCK = 32

/** The means of an episode: those given, in a random order where they are shuffled. */
export function placeMeans(
  given: readonly number[],
  shuffled: boolean,
  key: Seed,
  means: Float64Array,
  offset: number,
): void {
  means.set(given, offset)
  if (shuffled) key.stream().shuffle(means, offset, given.length)
}
