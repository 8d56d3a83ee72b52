/** Twelve numbered rooms: which one is played may be said, or is drawn from the key. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { createEnvironment } from '../../src/shell.ts'
import { discrete } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, toySettings, toySpec } from './toy.ts'

const ROOMS = 12

export const levels: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>({
  id: 'toy/levels',
  version: 1,
  summary: 'Rooms whose treasure lies behind one of four doors',
  source: 'these tests',
  parameters: {},
  settings: toySettings({ evaluation: { episodes: 4, batch: 2, mode: 'greedy', instances: [0, 3, 7, 11] } }),
  describe: () =>
    toySpec({
      action: discrete(4),
      observation: flatArray('room', 1, 0, ROOMS - 1),
      horizon: 3,
      rewardRange: [0, 1],
      instances: ROOMS,
    }),
  make(_, batch) {
    return createEnvironment(levels.id, levels.describe(), batch, (buffers) => {
      const { observations, rewards, terminated, returns } = buffers
      const rooms = new Int32Array(batch)
      return {
        rules: {
          start: (w, { index }) => void (rooms[w] = index!),
          step(actions) {
            for (let w = 0; w < batch; w++) {
              if (actions[w] !== rooms[w] % 4) continue
              rewards[w] = 1
              terminated[w] = 1
            }
          },
          observe(from, to) {
            for (let w = from; w < to; w++) observations[w] = rooms[w]
          },
          measure: (w, metrics, offset) => void (metrics[offset] = returns[w]),
          save: (w) => rooms[w],
          load: (w, content) => void (rooms[w] = content as number),
          ...pictures((w) => [rooms[w]]),
        },
      }
    })
  },
})
