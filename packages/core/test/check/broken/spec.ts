/** Checks of spec, parameters and settings: each must fail on an environment that is broken in that place. */
import { integer } from '../../../src/parameters.ts'
import { counting, levels } from '../../worlds/index.ts'
import { type BrokenRow, altered, rebuilt, respecified } from './ways.ts'

export const SPEC_ROWS: readonly BrokenRow[] = [
  {
    what: 'a summary is empty',
    world: altered(counting, () => ({ summary: ' ' })),
    fails: ['spec/identity'],
  },
  {
    what: 'an id is not domain/name',
    world: altered(counting, () => ({ id: 'Counting' })),
    fails: ['spec/identity'],
  },
  {
    what: 'an agent is on a side that does not exist',
    world: respecified(counting, () => ({ sideOf: [5] })),
    fails: ['spec/consistent'],
  },
  {
    what: 'a spec holds what JSON cannot',
    world: respecified(counting, () => ({ extra: new Set([1]) })),
    fails: ['spec/plain-data'],
  },
  {
    what: 'describe changes its parameters',
    world: altered(counting, (sound) => ({
      describe(given) {
        const spec = sound.describe(given)
        const parameters = given as { goal: number }
        if (parameters.goal > 500) parameters.goal--
        return spec
      },
    })),
    fails: ['spec/pure'],
  },
  {
    what: 'what is built is not what was described',
    world: rebuilt(counting, ({ spec }) => ({ spec: { ...spec, rewardRange: [0, 3] } })),
    fails: ['spec/built-as-described'],
  },
  {
    what: 'a parameter is not described',
    world: altered(counting, ({ parameters }) => ({
      parameters: {
        ...parameters,
        goal: integer({ description: '', default: 1000, minimum: 1, maximum: 1000 }),
      },
    })),
    fails: ['parameters/defaults'],
  },
  {
    what: 'a default is out of its own bounds',
    world: altered(counting, ({ parameters }) => ({
      parameters: { ...parameters, goal: integer({ description: 'Goal', default: 2000, maximum: 1000 }) },
    })),
    fails: ['parameters/defaults'],
  },
  {
    what: 'resolving twice is not resolving once',
    world: altered(counting, (sound) => ({
      resolve: (given) => {
        const resolved = sound.resolve(given) as { horizon: number }
        return { ...resolved, horizon: resolved.horizon + 1 }
      },
    })),
    fails: ['parameters/resolved'],
  },
  {
    what: 'unknown parameters are ignored',
    world: altered(counting, (sound) => ({
      resolve: (given = {}) =>
        sound.resolve(Object.fromEntries(Object.entries(given).filter(([name]) => name in sound.parameters))),
    })),
    fails: ['parameters/refused'],
  },
  {
    what: 'make ignores its parameters',
    world: altered(counting, (sound) => ({ make: (_, batch) => sound.make({}, batch) })),
    fails: ['parameters/refused'],
  },
  {
    what: 'a setting is not described',
    world: altered(counting, ({ settings }) => ({
      settings: { main: { ...settings.main, description: '' } },
    })),
    fails: ['settings/resolve'],
  },
  {
    what: 'the best reference is no better than the random policy',
    world: altered(counting, ({ settings }) => ({
      settings: {
        main: {
          ...settings.main,
          references: { ...settings.main.references, best: { score: 0, source: 's' } },
        },
      },
    })),
    fails: ['settings/references'],
  },
  {
    what: 'an evaluation plays instances that do not exist',
    world: altered(levels, ({ settings }) => ({
      settings: { main: { ...settings.main, evaluation: { ...settings.main.evaluation, instances: [12] } } },
    })),
    fails: ['settings/evaluation'],
  },
]
