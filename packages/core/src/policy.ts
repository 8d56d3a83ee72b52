/** Who acts: `View`, `Policy`, `PolicyMemory`, `ActMode`; `uniformPolicy`, the random policy of every view. */
import type { Environment } from './environment.ts'
import { GauntletError } from './errors.ts'
import { FUNCTION, requireForm } from './form.ts'
import { type Seed, checkSeed } from './random/seed.ts'
import type { Stream } from './random/stream.ts'
import { type ActionArray, type ActionSpace, boundAt, maskWidth, product } from './spaces.ts'

/** What a policy may read when it acts: everything of the environment but the means to move it. */
export type View = Omit<Environment, 'reset' | 'step'>

/**
 * `sample` draws from the policy's distribution; `greedy` takes its mode and draws nothing, unless chance is the
 * rule itself (uniform play, Thompson sampling): then both are the same.
 */
export type ActMode = 'sample' | 'greedy'

/**
 * A decision rule for a whole batch. It may keep a state for each world and agent, which it clears itself
 * where `view.ended` says that a new episode has begun; `act` is called once before every step.
 *
 * World `w` draws only from streams under `seed.fold('policy').fold(w)`, so that what it does depends neither
 * on the batch size nor on the other worlds.
 */
export interface Policy {
  /** Forgets everything and prepares for the view's worlds. */
  begin(view: View, seed: Seed): void
  /** Fills `actions` [batch, agents, actionWidth] for the worlds as they stand. */
  act(view: View, actions: ActionArray, mode: ActMode): void
  /**
   * Forgets one world, which has been restarted or restored from outside. Where a seed is given, all that the policy
   * draws in the world from now on is drawn under `seed.fold('policy')`, whichever world it is.
   */
  forget?(world: number, seed?: Seed): void
  /** For snapshots of games in which the policy plays. Absent where what it remembers cannot be saved. */
  readonly memory?: PolicyMemory
}

/** What a policy remembers of single worlds, saved and taken up again. */
export interface PolicyMemory {
  /**
   * All that decides how the policy goes on in a world: numbers and typed arrays, of which a structured clone is as good. Streams are
   * saved in Uint32Arrays, as `Stream.save` writes them, and nothing else is, so that they can be begun anew.
   */
  save(world: number): unknown
  load(world: number, content: unknown): void
}

/** Refuses what is no policy: a promise of one, or an object without `begin` or `act`. */
export function checkPolicy(value: unknown, place: string): void {
  requireForm(value, place, { begin: FUNCTION, act: FUNCTION }, 'policy')
}

/** One stream of policy noise for each world, keyed `seed.fold('policy').fold(world)`. */
export function policyStreams(seed: Seed, batch: number): Stream[] {
  checkSeed(seed, 'policy: begin')
  const root = seed.fold('policy')
  return Array.from({ length: batch }, (_, w) => root.fold(w).stream())
}

/** Lets a world's noise begin anew under a seed, where one is given. For `Policy.forget`. */
export function renewStream(streams: Stream[], world: number, seed: Seed | undefined): void {
  if (seed !== undefined) streams[world].open(seed.fold('policy'))
}

/** The memory of a policy that keeps a stream for each world, as `policyStreams` gives them, and nothing else. */
export function streamMemory(streams: () => readonly Stream[]): PolicyMemory {
  return {
    save(world) {
      const words = new Uint32Array(4)
      streams()[world].save(words)
      return words
    },
    load: (world, content) => void streams()[world].load(content as Uint32Array),
  }
}

/** Uniform over the legal actions; over a box with infinite bounds, standard normal. Its `greedy` is the same. */
export function uniformPolicy(): Policy {
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions) {
      const { spec } = view
      if (streams.length < view.batch) throw new GauntletError('order', 'uniform policy: act before begin')
      if (spec.action.kind === 'combinatorial') return actUniformSubsets(view, actions, streams)
      const rows = spec.agents
      for (let w = 0; w < view.batch; w++) {
        for (let a = 0; a < rows; a++)
          sampleUniform(spec.action, view.actionMask, w * rows + a, streams[w], actions)
      }
      if (view.spec.faces.includes('maskAfter')) sampleLaterFactors(view, actions as Int32Array, streams)
    },
    forget: (world, seed) => renewStream(streams, world, seed),
    memory: streamMemory(() => streams),
  }
}

function sampleUniform(
  space: ActionSpace,
  mask: Uint8Array | undefined,
  row: number,
  stream: Stream,
  actions: ActionArray,
): void {
  if (space.kind === 'discrete') {
    actions[row] = chooseLegal(mask, row * space.n, space.n, stream)
  } else if (space.kind === 'multi-discrete') {
    let offset = row * maskWidth(space)
    for (let f = 0; f < space.counts.length; f++) {
      actions[row * space.counts.length + f] = chooseLegal(mask, offset, space.counts[f], stream)
      offset += space.counts[f]
    }
  } else if (space.kind === 'box') {
    const width = product(space.shape)
    for (let k = 0; k < width; k++) {
      const low = boundAt(space.low, k)
      const high = boundAt(space.high, k)
      const bounded = high - low < Infinity
      actions[row * width + k] = bounded
        ? low + (high - low) * stream.uniform()
        : clamp(stream.normal(), low, high)
    }
  }
}

/** One of the legal choices among `n` from `offset`, each with equal probability. */
function chooseLegal(mask: Uint8Array | undefined, offset: number, n: number, stream: Stream): number {
  if (mask === undefined) return stream.integer(n)
  let legal = 0
  for (let k = 0; k < n; k++) legal += mask[offset + k]
  let skip = stream.integer(legal)
  for (let k = 0; k < n; k++) {
    if (mask[offset + k] === 1 && skip-- === 0) return k
  }
  return 0
}

/** Factors after the first, whose masks depend on the choices already made. */
function sampleLaterFactors(view: View, actions: Int32Array, streams: readonly Stream[]): void {
  const { spec, batch } = view
  if (spec.action.kind !== 'multi-discrete') return
  const { counts } = spec.action
  for (let f = 1; f < counts.length; f++) {
    const mask = new Uint8Array(batch * spec.agents * counts[f])
    view.maskAfter?.maskAfter(f, actions, mask)
    for (let i = 0; i < batch * spec.agents; i++) {
      const stream = streams[Math.floor(i / spec.agents)]
      actions[i * counts.length + f] = chooseLegal(mask, i * counts[f], counts[f], stream)
    }
  }
}

/** The oracle's subset for uniform random scores in (-1, 1). */
function actUniformSubsets(view: View, actions: ActionArray, streams: readonly Stream[]): void {
  const width = view.spec.agents * maskWidth(view.spec.action)
  const scores = new Float64Array(view.batch * width)
  for (let i = 0; i < scores.length; i++) scores[i] = 2 * streams[Math.floor(i / width)].uniform() - 1
  view.feasible?.oracle(scores, actions as Uint8Array)
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}
