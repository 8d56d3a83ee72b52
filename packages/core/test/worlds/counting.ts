/** A world that counts its steps and pays the action: every number in it is known beforehand. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { integer, choice } from '../../src/parameters.ts'
import { createEnvironment } from '../../src/shell.ts'
import { discrete } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, toySettings, toySpec } from './toy.ts'

export interface CountingParameters {
  readonly horizon: number
  readonly goal: number
  readonly horizonEnd: 'truncated' | 'terminated'
}

export const counting: EnvironmentDefinition<CountingParameters> = defineEnvironment<CountingParameters>({
  id: 'toy/counting',
  version: 1,
  summary: 'Counts steps',
  source: 'these tests',
  parameters: {
    horizon: integer({
      description: 'Steps after which it is cut off',
      unit: 'steps',
      default: 4,
      minimum: 1,
    }),
    goal: integer({ description: 'Count at which it terminates', default: 1000, minimum: 1, maximum: 1000 }),
    horizonEnd: choice({
      description: 'What the horizon means',
      options: ['truncated', 'terminated'],
      default: 'truncated',
    }),
  },
  settings: toySettings(),
  describe: ({ horizon, horizonEnd }) =>
    toySpec({
      action: discrete(3),
      observation: flatArray('count', 1, 0, 1000),
      horizon,
      horizonEnd,
      rewardRange: [0, 2],
    }),
  make(parameters, batch) {
    const spec = counting.describe(parameters)
    return createEnvironment(counting.id, spec, batch, ({ observations, rewards, terminated, returns }) => {
      const counts = new Int32Array(batch)
      return {
        rules: {
          start: (w) => void (counts[w] = 0),
          step(actions) {
            for (let w = 0; w < batch; w++) {
              rewards[w] = actions[w]
              if (++counts[w] >= parameters.goal) terminated[w] = 1
            }
          },
          observe(from, to) {
            for (let w = from; w < to; w++) observations[w] = counts[w]
          },
          measure: (w, metrics, offset) => void (metrics[offset] = returns[w]),
          save: (w) => counts[w],
          load: (w, content) => void (counts[w] = content as number),
          ...pictures((w) => [counts[w]]),
        },
      }
    })
  },
})
