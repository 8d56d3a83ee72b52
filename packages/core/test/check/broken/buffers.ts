/** Checks of buffers and the numbers in them: each must fail on an environment that is broken in that place. */
import { corridor, counting, dials } from '../../worlds/index.ts'
import { NO_FACES, tinyWorld } from '../../worlds/tiny.ts'
import { type BrokenRow, altered, atEnd, rebuilt, respecified } from './ways.ts'

const faceless = tinyWorld({ spec: NO_FACES })

export const BUFFER_ROWS: readonly BrokenRow[] = [
  {
    what: 'a buffer has another type',
    world: rebuilt(faceless, (sound) => {
      const lengths = new Float64Array(sound.batch)
      return {
        lengths: lengths as unknown as Int32Array,
        step(actions) {
          sound.step(actions)
          lengths.set(sound.lengths)
        },
      }
    }),
    fails: ['buffers/layout'],
  },
  {
    what: 'a buffer is replaced',
    world: altered(counting, (sound) => ({
      make: async (given, batch) => {
        const environment = await sound.make(given, batch)
        return Object.defineProperty({ ...environment }, 'observations', {
          get: () => environment.observations.slice(),
        })
      },
    })),
    fails: ['buffers/identity'],
  },
  {
    what: 'a reset leaves rewards of the last step',
    world: rebuilt(counting, (sound) => ({
      reset(seed, schedule) {
        const rewards = sound.rewards.slice()
        sound.reset(seed, schedule)
        sound.rewards.set(rewards)
      },
    })),
    fails: ['buffers/clear-after-reset', 'buffers/poison', 'determinism/reset-again'],
  },
  {
    what: 'an agent is terminated and truncated at once',
    world: atEnd(counting, ({ terminated }, w) => void (terminated[w] = 1)),
    fails: ['buffers/flags'],
  },
  {
    what: 'the rules remember what they wrote into a buffer',
    world: tinyWorld({
      rules: ({ buffers: { observations }, places, ages }) => ({
        observe(from, to) {
          for (let w = from; w < to; w++) {
            const before = ages[w] === 0 ? 0 : observations[w]
            observations[w] = (before + places[w]) % 1
          }
        },
      }),
      spec: NO_FACES,
    }),
    fails: ['buffers/poison'],
  },
  {
    what: 'an environment keeps the array of actions that it was given',
    world: rebuilt(faceless, (sound) => {
      let last: ArrayLike<number> = []
      return {
        reset(seed, schedule) {
          last = []
          sound.reset(seed, schedule)
        },
        step(actions) {
          const kept = last[0] === 77
          sound.step(actions)
          if (kept) sound.observations.fill(0)
          last = actions
        },
      }
    }),
    fails: ['buffers/poison'],
  },
  {
    what: 'observations leave their bounds',
    world: respecified(counting, ({ observation }) => ({ observation: { ...observation, high: 3 } })),
    fails: ['values/bounds'],
  },
  {
    what: 'a category is beyond its count',
    world: respecified(corridor, ({ observation }) => ({
      observation: {
        ...observation,
        layout: observation.layout.map((block) =>
          block.kind === 'category' ? { ...block, categories: 5 } : block,
        ),
      },
    })),
    fails: ['values/categories'],
  },
  {
    what: 'rewards leave their range',
    world: respecified(counting, () => ({ rewardRange: [0, 1] })),
    fails: ['values/rewards'],
  },
  {
    what: 'rewards are said to sum to zero and do not',
    world: respecified(dials, () => ({ rewardStructure: 'zero-sum' })),
    fails: ['values/reward-structure'],
  },
  {
    what: 'rewards are said to be common and are not',
    world: respecified(corridor, () => ({ rewardStructure: 'common' })),
    fails: ['values/reward-structure'],
  },
]
