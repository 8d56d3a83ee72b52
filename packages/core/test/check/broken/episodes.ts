/** Checks of episodes and time limits: each must fail on an environment that is broken in that place. */
import { Seed } from '../../../src/random/seed.ts'
import { counting, crowd } from '../../worlds/index.ts'
import { NO_FACES, tinyWorld } from '../../worlds/tiny.ts'
import { type BrokenRow, afterStep, atEnd, plain, rebuilt, respecified } from './ways.ts'

const faceless = tinyWorld({ spec: NO_FACES })

export const EPISODE_ROWS: readonly BrokenRow[] = [
  {
    what: 'a step is done later',
    world: rebuilt(counting, (sound) => ({
      step: (async (actions) => sound.step(actions)) as typeof sound.step,
    })),
    fails: ['episodes/synchronous'],
  },
  {
    what: 'a reset is done later',
    world: rebuilt(counting, (sound) => ({
      reset: (async (...given) => sound.reset(...given)) as typeof sound.reset,
    })),
    fails: ['episodes/synchronous'],
  },
  {
    what: 'its rules move later',
    world: plain(tinyWorld({ rules: ({ sound }) => ({ step: async (actions) => sound.step(actions) }) })),
    fails: ['episodes/synchronous'],
  },
  {
    what: 'a step is taken before the first reset',
    world: rebuilt(counting, (sound) => {
      sound.reset(Seed.from(3))
      return {}
    }),
    fails: ['episodes/step-before-reset'],
  },
  {
    what: 'flags are left standing in the next episode',
    world: rebuilt(faceless, (sound) => {
      let left = new Uint8Array(0)
      return {
        step(actions) {
          const flags = sound.truncated.slice()
          if (left.includes(1)) sound.truncated.fill(0)
          try {
            sound.step(actions)
          } catch (error) {
            sound.truncated.set(flags)
            throw error
          }
          left.forEach((flag, w) => void (sound.truncated[w] |= flag))
          left = sound.ended.slice()
        },
      }
    }),
    fails: ['episodes/ended'],
  },
  {
    what: 'the final observation is the first of the next episode',
    world: atEnd(faceless, ({ observations, finalObservations }, w) => {
      finalObservations[w] = observations[w]
    }),
    fails: ['episodes/final-observations'],
  },
  {
    what: 'a return is not the sum of its rewards',
    world: atEnd(counting, ({ returns }, w) => void (returns[w] += 1)),
    fails: ['episodes/returns'],
  },
  {
    what: 'a length is off by one',
    world: atEnd(faceless, ({ lengths }, w) => void lengths[w]--),
    fails: ['episodes/returns'],
  },
  {
    what: 'a metric is NaN',
    world: atEnd(counting, ({ metrics }, w) => void (metrics[w] = NaN)),
    fails: ['episodes/metrics'],
  },
  {
    what: 'an agent that has finished decides again',
    world: afterStep(
      respecified(crowd, () => ({ ...NO_FACES, faces: ['meanField'] })),
      ({ active }) => void active!.fill(1),
    ),
    fails: ['episodes/no-resurrection'],
  },
  {
    what: 'an agent that has finished is paid',
    world: plain(
      tinyWorld({
        spec: { agents: 2 },
        lifetimes: [4, 7],
        rules: ({ ages, buffers: { rewards }, batch, sound }) => ({
          step(actions) {
            sound.step(actions)
            for (let w = 0; w < batch; w++) if (ages[w] > 4) rewards[2 * w] = 0.5
          },
        }),
      }),
    ),
    fails: ['episodes/finished-rewards'],
  },
  {
    what: 'an episode is cut off one step early',
    world: respecified(counting, ({ horizon }) => ({ horizon: horizon + 1 })),
    fails: ['time-limit/exact'],
  },
  {
    what: 'an episode goes on beyond its horizon',
    world: respecified(counting, ({ horizon }) => ({ horizon: horizon - 1 })),
    fails: ['time-limit/exact'],
  },
  {
    what: 'the horizon truncates where it should terminate',
    world: respecified(counting, () => ({ horizonEnd: 'terminated' })),
    fails: ['time-limit/exact'],
  },
  {
    what: 'the final observation is one step old',
    world: atEnd(counting, ({ finalObservations }, w) => void finalObservations[w]--),
    fails: ['time-limit/final-view'],
  },
]
