/** Checks of the faces that some domains have: each must fail on an environment that is broken in that place. */
import { Seed } from '../../../src/random/seed.ts'
import { crowd, dials, machines, satchel, springs } from '../../worlds/index.ts'
import { type BrokenRow, mended, rebuilt } from './ways.ts'

export const DIFFERENTIABLE_ROWS: readonly BrokenRow[] = [
  {
    what: 'the state is read with too few digits',
    world: rebuilt(springs, ({ differentiable: face }) => ({
      differentiable: {
        ...face!,
        readState(state) {
          face!.readState(state)
          state.set(Float32Array.from(state))
        },
      },
    })),
    fails: ['differentiable/state'],
  },
  {
    what: 'the gradient of the actions is twice what it is',
    world: rebuilt(springs, ({ differentiable: face }) => ({
      differentiable: {
        ...face!,
        pullback(t, cotangent, result) {
          face!.pullback(t, cotangent, result)
          result.actions.forEach((value, k) => void (result.actions[k] = 2 * value))
        },
      },
    })),
    fails: ['differentiable/pullback'],
    options: { parameters: { outside: 'refuse' } as object },
  },
  {
    what: 'the gradient of the state has another sign',
    world: rebuilt(springs, ({ differentiable: face }) => ({
      differentiable: {
        ...face!,
        pullback(t, cotangent, result) {
          face!.pullback(t, cotangent, result)
          result.state.forEach((value, k) => void (result.state[k] = -value))
        },
      },
    })),
    fails: ['differentiable/pullback'],
  },
  {
    what: 'the pullback ignores the reward',
    world: rebuilt(springs, ({ differentiable: face }) => ({
      differentiable: {
        ...face!,
        pullback: (t, cotangent, result) =>
          face!.pullback(t, { ...cotangent, rewards: cotangent.rewards.map(() => 0) }, result),
      },
    })),
    fails: ['differentiable/pullback'],
  },
  {
    what: 'derivatives pass through the end of an episode',
    world: rebuilt(springs, ({ differentiable: face }) => ({
      differentiable: {
        ...face!,
        pullback(t, cotangent, result) {
          face!.pullback(t, cotangent, result)
          const cut = result.actions.every((value) => value === 0)
          if (cut) result.actions.set(cotangent.state.subarray(0, result.actions.length))
        },
      },
    })),
    fails: ['differentiable/pullback'],
    options: { parameters: { horizon: 1 } as object },
  },
]

export const POPULATION_ROWS: readonly BrokenRow[] = [
  {
    what: 'the post-decision state is not finite',
    world: rebuilt(springs, ({ postDecision: face }) => ({
      postDecision: {
        ...face!,
        observe(actions, out) {
          face!.observe(actions, out)
          out[1] = NaN
        },
      },
    })),
    fails: ['post-decision/observed'],
  },
  {
    what: 'what a decision is paid is not finite',
    world: rebuilt(springs, ({ postDecision: face }) => ({
      postDecision: { ...face!, rewards: (_actions, out) => void out.fill(NaN) },
    })),
    fails: ['post-decision/observed'],
  },
  {
    what: 'looking at the post-decision state resets the world',
    world: rebuilt(springs, (sound) => ({
      postDecision: {
        ...sound.postDecision!,
        observe(actions, out) {
          sound.postDecision!.observe(actions, out)
          sound.reset(Seed.from(1))
        },
      },
    })),
    fails: ['post-decision/observed'],
  },
  {
    what: 'coordinates leave the extent',
    world: rebuilt(crowd, ({ meanField: face }) => ({
      meanField: { ...face!, extent: [{ low: 0, high: 0.5, periodic: false }] },
    })),
    fails: ['mean-field/coordinates', 'mean-field/final-coordinates'],
  },
  {
    what: 'agents that have left have coordinates',
    world: rebuilt(crowd, ({ meanField: face }) => ({
      meanField: {
        ...face!,
        coordinates(out) {
          face!.coordinates(out)
          out.forEach((value, k) => void (out[k] = Number.isNaN(value) ? 0 : value))
        },
      },
    })),
    fails: ['mean-field/coordinates'],
  },
  {
    what: 'agents were nowhere when an episode ended',
    world: rebuilt(crowd, ({ meanField: face }) => ({
      meanField: { ...face!, finalCoordinates: () => {} },
    })),
    fails: ['mean-field/final-coordinates'],
  },
  {
    what: 'the way back is longer',
    world: rebuilt(crowd, ({ meanField: face }) => ({
      meanField: {
        ...face!,
        distance: (from, to) => face!.distance(from, to) * (from[0] < to[0] ? 2 : 1),
      },
    })),
    fails: ['mean-field/distance'],
  },
  {
    what: 'the distance does not go around the ring',
    world: rebuilt(crowd, ({ meanField: face }) => ({
      meanField: { ...face!, distance: (from, to) => Math.abs(from[0] - to[0]) },
    })),
    fails: ['mean-field/distance'],
  },
]

export const DATA_ROWS: readonly BrokenRow[] = [
  {
    what: 'chances do not sum to 1',
    world: rebuilt(machines, ({ armModel: face }) => ({
      armModel: { ...face!, transitions: face!.transitions.map((chance) => chance * 1.001) },
    })),
    fails: ['arm-model/distributions'],
  },
  {
    what: 'an arm is in no state of its model',
    world: rebuilt(machines, ({ armModel: face }) => ({
      armModel: { ...face!, armStates: (out) => void out.fill(2) },
    })),
    fails: ['arm-model/states'],
  },
  {
    what: 'a logged action is not in its space',
    world: rebuilt(machines, ({ dataset: face }) => ({
      dataset: {
        ...face!,
        read(from, count, columns) {
          face!.read(from, count, columns)
          columns.actions[3] = 3
        },
      },
    })),
    fails: ['dataset/rows'],
  },
  {
    what: 'a column is not filled',
    world: rebuilt(machines, ({ dataset: face }) => ({
      dataset: {
        ...face!,
        read: (from, count, columns) =>
          face!.read(from, count, {
            ...columns,
            nextObservations: new Float32Array(columns.observations.length),
          }),
      },
    })),
    fails: ['dataset/rows'],
  },
  {
    what: 'a column is said to be kept, and is not',
    world: rebuilt(machines, ({ dataset: face }) => ({ dataset: { ...face!, keeps: ['truncated'] } })),
    fails: ['dataset/rows'],
  },
  {
    what: 'a logged action is forbidden by its mask',
    world: rebuilt(machines, ({ dataset: face }) => ({
      dataset: {
        ...face!,
        keeps: ['masks'],
        read(from, count, columns) {
          face!.read(from, count, columns)
          columns.masks!.fill(0)
        },
      },
    })),
    fails: ['dataset/rows'],
  },
]

export const FEASIBLE_ROWS: readonly BrokenRow[] = [
  {
    what: 'the oracle takes the worst',
    world: rebuilt(satchel, ({ feasible: face }) => ({
      feasible: {
        ...face!,
        oracle: (scores, subsets) =>
          face!.oracle(
            scores.map((score) => -score),
            subsets,
          ),
      },
    })),
    fails: ['feasible/oracle'],
  },
  {
    what: 'the enumeration forgets a subset',
    world: rebuilt(satchel, ({ feasible: face }) => ({
      feasible: { ...face!, enumerate: (w, a, limit) => face!.enumerate(w, a, limit)?.slice(1) },
    })),
    fails: ['feasible/enumerate'],
  },
  {
    what: 'the enumeration knows no limit',
    world: rebuilt(satchel, ({ feasible: face }) => ({
      feasible: { ...face!, enumerate: (w, a) => face!.enumerate(w, a, Infinity) },
    })),
    fails: ['feasible/enumerate'],
  },
  {
    what: 'the maximum is always the empty set',
    world: rebuilt(satchel, ({ feasible: face }) => ({
      feasible: {
        ...face!,
        maximise: (w, a, network) => ({ ...face!.maximise(w, a, network), subset: new Uint8Array(5) }),
      },
    })),
    fails: ['feasible/maximise'],
  },
  {
    what: 'of many contexts all get the maximum of the first',
    world: rebuilt(satchel, ({ feasible: face }) => ({
      feasible: {
        ...face!,
        maximiseEach(w, a, layers, contexts, rows) {
          const context = contexts.slice(0, contexts.length / rows)
          const { subset, value } = face!.maximise(w, a, { context, layers })
          return {
            subsets: Uint8Array.from({ length: 5 * rows }, (_, k) => subset[k % 5]),
            values: new Float64Array(rows).fill(value),
            gaps: new Float64Array(rows),
          }
        },
      },
    })),
    fails: ['feasible/maximise'],
  },
  {
    what: 'a set that is too large is emptied',
    world: mended(satchel, ({ actionMask, batch }, actions) => {
      if (actions.length !== 5 * batch || !(actions instanceof Uint8Array)) return false
      if (actions.some((chosen, k) => chosen > 1 || (chosen === 1 && actionMask![k] === 0))) return false
      for (let w = 0; w < batch; w++) {
        const row = actions.subarray(5 * w, 5 * w + 5)
        if (row.reduce((size, chosen) => size + chosen, 0) > 2) row.fill(0)
      }
      return true
    }),
    fails: ['feasible/refused'],
  },
]

export const MASK_AFTER_ROWS: readonly BrokenRow[] = [
  {
    what: 'a mask is written only in part',
    world: rebuilt(dials, ({ maskAfter: face }) => ({
      maskAfter: {
        maskAfter(factor, actions, mask) {
          const whole = new Uint8Array(mask.length)
          face!.maskAfter(factor, actions, whole)
          whole.forEach((bit, k) => void (bit === 1 && (mask[k] = 1)))
        },
      },
    })),
    fails: ['mask-after/projection'],
  },
  {
    what: 'a joint choice out of reach is repaired',
    world: mended(dials, ({ actionMask, batch }, actions) => {
      if (actions.length !== 4 * batch || !(actions instanceof Int32Array)) return false
      for (let i = 0; i < actions.length / 2; i++) {
        const [first, second] = [actions[2 * i], actions[2 * i + 1]]
        if (actionMask![7 * i + first] !== 1 || first < 0 || first > 2) return false
        if (actionMask![7 * i + 3 + second] !== 1 || second < 0 || second > 3) return false
        actions[2 * i + 1] = Math.min(second, first + 1)
      }
      return true
    }),
    fails: ['mask-after/joint'],
  },
]
