/** Checks of determinism and schedules: each must fail on an environment that is broken in that place. */
import type { EnvironmentDefinition } from '../../../src/definition.ts'
import { seedSchedule } from '../../../src/environment.ts'
import { Seed } from '../../../src/random/seed.ts'
import { counting, levels } from '../../worlds/index.ts'
import { NO_FACES, tinyWorld } from '../../worlds/tiny.ts'
import { type BrokenRow, rebuilt } from './ways.ts'

const faceless = tinyWorld({ spec: NO_FACES })

let built = 0

export const DETERMINISM_ROWS: readonly BrokenRow[] = [
  {
    what: 'each of two environments of three worlds has noise of its own',
    world: tinyWorld({
      spec: NO_FACES,
      rules: ({ batch, places, sound }) => {
        const noise = batch === 3 ? ++built * 1e-9 : 0
        return {
          step(actions) {
            sound.step(actions)
            for (let w = 0; w < batch; w++) places[w] = Math.abs(places[w] - noise)
          },
        }
      },
    }),
    fails: [
      'determinism/same-seed',
      'determinism/reset-again',
      'determinism/other-worlds',
      'schedules/default',
      'actions/outside-refused',
    ],
  },
  {
    what: 'a reset does not start over',
    world: tinyWorld({
      spec: NO_FACES,
      rules: ({ batch, places, sound }) => {
        let steps = 0
        return {
          step(actions) {
            sound.step(actions)
            if (batch === 3 && ++steps === 30) places[1] = 0.5
          },
        }
      },
    }),
    fails: ['determinism/reset-again'],
  },
  {
    what: 'the seed is ignored in a world of chance',
    world: rebuilt(faceless, (sound) => ({
      reset: (_, schedule) => sound.reset(Seed.from(0), schedule),
    })),
    fails: ['determinism/other-seed'],
  },
  {
    what: 'a large batch plays other worlds',
    world: tinyWorld({
      rules: ({ batch, places, sound }) => ({
        start(w, instance) {
          sound.start(w, instance)
          if (batch === 64) places[w] /= 2
        },
      }),
    }),
    fails: ['determinism/batch-size'],
  },
  {
    what: 'some worlds play their keys otherwise',
    world: tinyWorld({
      rules: ({ places, sound }) => ({
        start(w, instance) {
          sound.start(w, instance)
          if (w >= 4) places[w] /= 2
        },
      }),
    }),
    fails: ['determinism/world-index'],
  },
  {
    what: 'worlds share their noise',
    world: tinyWorld({
      spec: NO_FACES,
      rules: ({ batch, places, sound }) => ({
        step(actions) {
          sound.step(actions)
          if (batch === 3) places[1] = (places[1] + places[0]) / 2
        },
      }),
    }),
    fails: ['determinism/other-worlds'],
  },
  {
    what: 'without a schedule, keys are folded otherwise',
    world: rebuilt(faceless, (sound) => ({
      reset: (seed, schedule = (w, k) => ({ key: seed.fold(w).fold(k) })) => sound.reset(seed, schedule),
    })),
    fails: ['determinism/world-index', 'schedules/default'],
  },
  {
    what: 'the schedule is asked twice',
    world: rebuilt(counting, (sound) => ({
      reset(seed, schedule = seedSchedule(seed)) {
        sound.reset(seed, (w, episode) => {
          schedule(w, episode)
          return schedule(w, episode)
        })
      },
    })),
    fails: ['schedules/asked-in-turn'],
  },
  {
    what: 'later episodes do not follow the schedule',
    world: rebuilt(faceless, (sound) => ({
      reset(seed, schedule = seedSchedule(seed)) {
        sound.reset(seed, (w, episode) => {
          const asked = schedule(w, episode)
          return episode === 0 ? asked : seedSchedule(seed)(w, episode)
        })
      },
    })),
    fails: ['determinism/world-index', 'schedules/respected'],
  },
  {
    what: 'the number of an instance is ignored',
    world: tinyWorld({ spec: { ...NO_FACES, instances: 3 } }) as unknown as EnvironmentDefinition,
    fails: ['schedules/numbered'],
  },
  {
    what: 'a number beyond the instances is taken for another',
    world: rebuilt(levels, (sound) => ({
      reset(seed, schedule = seedSchedule(seed)) {
        sound.reset(seed, (w, episode) => {
          const { key, index } = schedule(w, episode)
          return index === undefined ? { key } : { key, index: Math.min(index, 11) }
        })
      },
    })),
    fails: ['schedules/numbered'],
  },
]
