/** Checks of snapshots, instances and experts: each must fail on an environment that is broken in that place. */
import type { Environment } from '../../../src/environment.ts'
import type { ExpertFace, InstanceFace, SnapshotFace } from '../../../src/faces.ts'
import type { Policy } from '../../../src/policy.ts'
import { corridor, counting, duel } from '../../worlds/index.ts'
import { type TinySave, tinyWorld } from '../../worlds/tiny.ts'
import { type BrokenRow, plain, rebuilt } from './ways.ts'

const snapshotOf = (sound: Environment, change: Partial<SnapshotFace>): Partial<Environment> => ({
  snapshot: { ...sound.snapshot!, ...change },
})

const instanceOf = (sound: Environment, change: Partial<InstanceFace>): Partial<Environment> => ({
  instance: { ...sound.instance!, ...change },
})

class Saved {
  readonly content: unknown
  constructor(content: unknown) {
    this.content = content
  }
}

export const SNAPSHOT_ROWS: readonly BrokenRow[] = [
  {
    what: 'the noise is not saved',
    world: plain(
      tinyWorld({
        rules: ({ places, ages }) => ({
          load(w, content) {
            places[w] = (content as TinySave).places[0]
            ages[w] = (content as TinySave).age
          },
        }),
      }),
    ),
    fails: ['snapshot/round-trip', 'snapshot/elsewhere', 'snapshot/cloned', 'snapshot/simulator'],
  },
  {
    what: 'what is saved goes on moving',
    world: plain(
      tinyWorld({
        rules: ({ places, sound }) => ({
          save: (w) => ({ ...(sound.save!(w) as TinySave), places: places.subarray(w, w + 1) }),
        }),
      }),
    ),
    fails: [
      'snapshot/round-trip',
      'snapshot/live-rows',
      'snapshot/elsewhere',
      'snapshot/cloned',
      'snapshot/simulator',
    ],
  },
  {
    what: 'a restored world is not shown',
    world: rebuilt(tinyWorld(), (sound) =>
      snapshotOf(sound, {
        restore(world, snapshot) {
          const shown = sound.observations.slice()
          sound.snapshot!.restore(world, snapshot)
          sound.observations.set(shown)
        },
      }),
    ),
    fails: ['snapshot/live-rows'],
  },
  {
    what: 'another world is moved by a restore',
    world: rebuilt(tinyWorld(), (sound) =>
      snapshotOf(sound, {
        restore(world, snapshot) {
          sound.snapshot!.restore(world, snapshot)
          sound.rewards[(world + 1) % sound.batch] = 0
        },
      }),
    ),
    fails: ['snapshot/live-rows'],
  },
  {
    what: 'a snapshot belongs to its world',
    world: plain(
      tinyWorld({
        rules: ({ places, sound }) => ({
          save: (w) => ({ ...(sound.save!(w) as TinySave), w }),
          load(w, content) {
            sound.load!(w, content)
            if ((content as { w: number }).w !== w) places[w] = 0
          },
        }),
      }),
    ),
    fails: ['snapshot/elsewhere', 'snapshot/simulator'],
  },
  {
    what: 'a clone has lost its class',
    world: plain(
      tinyWorld({
        rules: ({ sound }) => ({
          save: (w) => new Saved(sound.save!(w)),
          load(w, content) {
            if (content instanceof Saved) sound.load!(w, content.content)
          },
        }),
      }),
    ),
    fails: ['snapshot/cloned'],
  },
  {
    what: 'a record has forgotten where the agent was',
    world: plain(
      tinyWorld({
        rules: ({ sound }) => ({
          record: (w) => ({ ...(sound.save!(w) as TinySave), places: new Float64Array(1) }),
        }),
      }),
    ),
    fails: ['snapshot/recorded'],
  },
  {
    what: 'a seed is not all that decides after it',
    world: rebuilt(tinyWorld(), (sound) => {
      let restored = 0
      return snapshotOf(sound, {
        restore: (world, snapshot, noise) =>
          sound.snapshot!.restore(world, snapshot, noise?.fold(restored++)),
      })
    }),
    fails: ['snapshot/noise'],
  },
  {
    what: 'a snapshot of another environment is taken',
    world: rebuilt(counting, (sound) =>
      snapshotOf(sound, {
        restore: (world, snapshot) =>
          sound.snapshot!.restore(world, { ...snapshot, environment: counting.id }),
      }),
    ),
    fails: ['snapshot/refused'],
  },
  {
    what: 'a world that does not exist is saved',
    world: rebuilt(counting, (sound) =>
      snapshotOf(sound, { save: (world) => sound.snapshot!.save(Math.min(world, sound.batch - 1)) }),
    ),
    fails: ['snapshot/refused'],
  },
]

export const INSTANCE_ROWS: readonly BrokenRow[] = [
  {
    what: 'the face names the first instance for ever',
    world: rebuilt(tinyWorld(), (sound) => {
      let first: ReturnType<InstanceFace['current']>[] = []
      return {
        reset(seed, schedule) {
          sound.reset(seed, schedule)
          first = Array.from({ length: sound.batch }, (_, w) => sound.instance!.current(w))
        },
        ...instanceOf(sound, {
          current: (world) => first[world],
          restart(world, instance) {
            sound.instance!.restart(world, instance)
            first[world] = instance
          },
        }),
      }
    }),
    fails: ['instance/current'],
  },
  {
    what: 'an instance played again has other noise',
    world: rebuilt(tinyWorld(), (sound) => {
      let restarts = 0
      return {
        reset(seed, schedule) {
          restarts = 0
          sound.reset(seed, schedule)
        },
        step(actions) {
          sound.step(actions)
          if (restarts > 0) sound.rewards[0] /= 2
        },
        ...instanceOf(sound, {
          restart(world, instance) {
            sound.instance!.restart(world, instance)
            restarts++
          },
        }),
      }
    }),
    fails: ['instance/same-noise'],
  },
  {
    what: 'a restart records the episode that it breaks off',
    world: rebuilt(tinyWorld(), (sound) =>
      instanceOf(sound, {
        restart(world, instance) {
          sound.instance!.restart(world, instance)
          sound.lengths[world] += 3
        },
      }),
    ),
    fails: ['instance/restart'],
  },
]

const expertOf = (
  sound: Environment,
  act: (policy: Policy, made: number) => Partial<Policy>,
): Partial<Environment> => {
  const expert: ExpertFace = {
    policy(name) {
      const policy = sound.expert!.policy(name)
      return { ...policy, ...act(policy, made++) }
    },
  }
  return { expert }
}

let made = 0

export const EXPERT_ROWS: readonly BrokenRow[] = [
  {
    what: 'a greedy expert runs into the wall',
    world: rebuilt(corridor, (sound) =>
      expertOf(sound, (policy) => ({
        act(view, actions, mode) {
          policy.act(view, actions, mode)
          if (mode === 'greedy') actions.fill(2)
        },
      })),
    ),
    fails: ['expert/legal'],
  },
  {
    what: 'every second expert is another',
    world: rebuilt(corridor, (sound) =>
      expertOf(sound, (policy, count) => ({
        act(view, actions, mode) {
          policy.act(view, actions, mode)
          if (view.batch === 2 && count % 2 === 1) actions.fill(1)
        },
      })),
    ),
    fails: ['expert/deterministic'],
  },
  {
    what: 'an expert acts otherwise in a large batch',
    world: rebuilt(corridor, (sound) =>
      expertOf(sound, (policy) => ({
        act(view, actions, mode) {
          policy.act(view, actions, mode)
          if (view.batch === 7) actions.fill(1)
        },
      })),
    ),
    fails: ['expert/batch-size'],
  },
  {
    what: 'what a savable expert remembers is not saved',
    world: rebuilt(duel, (sound) => expertOf(sound, ({ memory }) => ({ memory: { ...memory!, load() {} } }))),
    fails: ['expert/memory'],
  },
  {
    what: 'any name is an expert',
    world: rebuilt(corridor, (sound) => ({ expert: { policy: () => sound.expert!.policy('rightward') } })),
    fails: ['expert/unknown-refused'],
  },
]

const shieldOf = (
  sound: Environment,
  act: (policy: Policy, made: number) => Partial<Policy>,
): Partial<Environment> => ({
  shield: {
    wrap(policy) {
      const wrapped = sound.shield!.wrap(policy)
      return { ...wrapped, ...act(wrapped, made++) }
    },
  },
})

export const SHIELD_ROWS: readonly BrokenRow[] = [
  {
    what: 'a greedy policy behind a shield runs into the wall',
    world: rebuilt(corridor, (sound) =>
      shieldOf(sound, (policy) => ({
        act(view, actions, mode) {
          policy.act(view, actions, mode)
          if (mode === 'greedy') actions.fill(2)
        },
      })),
    ),
    fails: ['shield/legal'],
  },
  {
    what: 'every second shield holds everybody',
    world: rebuilt(corridor, (sound) =>
      shieldOf(sound, (policy, count) => ({
        act(view, actions, mode) {
          policy.act(view, actions, mode)
          if (view.batch === 2 && count % 2 === 1) actions.fill(1)
        },
      })),
    ),
    fails: ['shield/deterministic'],
  },
  {
    what: 'a shield holds everybody in a large batch',
    world: rebuilt(corridor, (sound) =>
      shieldOf(sound, (policy) => ({
        act(view, actions, mode) {
          policy.act(view, actions, mode)
          if (view.batch === 7) actions.fill(1)
        },
      })),
    ),
    fails: ['shield/batch-size'],
  },
  {
    what: 'a shield does as it likes',
    world: rebuilt(corridor, () => ({
      shield: {
        wrap: () => ({ begin: () => {}, act: (_view, actions) => void actions.fill(1) }),
      },
    })),
    fails: ['shield/asks'],
  },
]
