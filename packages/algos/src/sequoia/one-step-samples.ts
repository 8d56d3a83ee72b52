/** What subsets pay at once, tried out from many states: `OneStepSamples`, `tryOut`. */
import {
  type Environment,
  GauntletError,
  type FeasibleFace,
  type Seed,
  type SnapshotFace,
  type Stream,
} from '@gauntlet/core'
import { feasibleOf, subsetSpace } from '../subset-space.ts'

/** Rows of (subset, state), and what was paid for them. */
export interface OneStepSamples {
  readonly count: number
  /** [count, elements + context] */
  readonly inputs: Float32Array
  /** [count] */
  readonly rewards: Float32Array
}

/** Errors: GauntletError where there is no `snapshot` face. */
function snapshotOf({ spec, snapshot }: Environment): SnapshotFace {
  if (snapshot !== undefined) return snapshot
  throw new GauntletError(
    'faces',
    `got an environment with the faces ${spec.faces.join(', ')}, expected snapshot among them`,
  )
}

/**
 * Plays for up to `steps` world steps. In every state it tries subsets out, each from that very state, to which it then goes
 * back: none, all, single elements and all but one, where they are feasible, and `random` random ones. It goes on by a
 * random subset that stays the same over an episode, so that it comes to states far away from those in which episodes begin;
 * `after` is called once that step is made.
 *
 * Source: SEQUOIA (arXiv 2503.01919), myopic pre-training. Differs: rewards are drawn, not expected, as no learner knows the model.
 */
export function tryOut(
  environment: Environment,
  steps: number,
  random: number,
  seed: Seed,
  after: (before: Float32Array, subsets: Uint8Array) => void,
): OneStepSamples {
  const feasible = feasibleOf(environment)
  const snapshot = snapshotOf(environment)
  const { batch, observations, rewards, ended, spec } = environment
  const { elements, observed: width } = subsetSpace(spec)
  const samples = {
    count: 0,
    inputs: new Float32Array(steps * (elements + width)),
    rewards: new Float32Array(steps),
  }
  const before = new Float32Array(batch * width)
  const record = (subsets: Uint8Array): void => {
    environment.step(subsets)
    for (let w = 0; w < batch; w++) {
      const from = samples.count * (elements + width)
      samples.inputs.set(subsets.subarray(w * elements, (w + 1) * elements), from)
      samples.inputs.set(before.subarray(w * width, (w + 1) * width), from + elements)
      samples.rewards[samples.count++] = rewards[w]
    }
  }
  const streams = Array.from({ length: batch }, (_, w) => seed.fold(w).stream())
  const structured = structuredSubsets(feasible, elements)
  const subsets = new Uint8Array(batch * elements)
  const held = new Uint8Array(batch * elements)
  randomSubsets(feasible, streams, held)
  for (;;) {
    const saved = Array.from({ length: batch }, (_, w) => snapshot.save(w))
    before.set(observations)
    for (let n = 0; n < structured.length + random; n++) {
      if (samples.count + batch > steps) return samples
      if (n >= structured.length) randomSubsets(feasible, streams, subsets)
      else for (let w = 0; w < batch; w++) subsets.set(structured[n], w * elements)
      record(subsets)
      saved.forEach((world, w) => snapshot.restore(w, world))
    }
    if (samples.count + batch > steps) return samples
    record(held)
    after(before, held)
    if (ended.includes(1)) renew(feasible, streams, ended, held)
  }
}

/** None, all, single elements, all but one: those that are feasible. */
function structuredSubsets(feasible: FeasibleFace, elements: number): Uint8Array[] {
  const filled = (bit: number, other: number, at: number): Uint8Array => {
    const subset = new Uint8Array(elements).fill(bit)
    subset[at] = other
    return subset
  }
  const places = Array.from({ length: elements }, (_, k) => k)
  return [
    filled(0, 0, 0),
    filled(1, 1, 0),
    ...places.map((k) => filled(0, 1, k)),
    ...places.map((k) => filled(1, 0, k)),
  ].filter((subset) => feasible.isFeasible(0, 0, subset))
}

/** The feasible subset of greatest total for uniform scores, -1 to 1, in every world. */
export function randomSubsets(feasible: FeasibleFace, streams: readonly Stream[], subsets: Uint8Array): void {
  const elements = subsets.length / streams.length
  const scores = Float64Array.from(subsets, (_, i) => 2 * streams[Math.floor(i / elements)].uniform() - 1)
  feasible.oracle(scores, subsets)
}

/** Random subsets where a world's episode is over. */
function renew(
  feasible: FeasibleFace,
  streams: readonly Stream[],
  ended: Uint8Array,
  held: Uint8Array,
): void {
  const fresh = new Uint8Array(held.length)
  const elements = held.length / streams.length
  randomSubsets(feasible, streams, fresh)
  ended.forEach((over, w) => {
    if (over === 1) held.set(fresh.subarray(w * elements, (w + 1) * elements), w * elements)
  })
}
