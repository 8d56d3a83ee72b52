/** Nim on one heap: two sides, zero-sum, the player who waits is not active and has one legal action. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { createEnvironment } from '../../src/shell.ts'
import { discrete } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, toySettings, toySpec } from './toy.ts'

export const nim: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>({
  id: 'toy/nim',
  version: 1,
  summary: 'Whoever takes the last stone wins',
  source: 'these tests',
  parameters: {},
  settings: toySettings(),
  describe: () =>
    toySpec({
      agents: 2,
      action: discrete(4, ['wait', 'one', 'two', 'three']),
      observation: flatArray('stones, mine to move', 2, 0, 20),
      masked: true,
      activity: true,
      horizon: Infinity,
      sides: 2,
      sideOf: [0, 1],
      rewardStructure: 'zero-sum',
      rewardRange: [-1, 1],
    }),
  make(_, batch) {
    return createEnvironment(nim.id, nim.describe(), batch, (buffers) => {
      const { observations, actionMask, rewards, terminated, active, lengths } = buffers
      const stones = new Int32Array(batch)
      const mover = new Int32Array(batch)
      return {
        rules: {
          start(w, { key }) {
            stones[w] = 8 + key.stream().integer(8)
            mover[w] = 0
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              const i = 2 * w + mover[w]
              stones[w] -= actions[i]
              mover[w] = 1 - mover[w]
              if (stones[w] > 0) continue
              rewards[i] = 1
              rewards[i ^ 1] = -1
              terminated[i] = 1
              terminated[i ^ 1] = 1
            }
          },
          observe(from, to) {
            for (let i = 2 * from; i < 2 * to; i++) {
              const w = i >> 1
              const moves = mover[w] === (i & 1) && stones[w] > 0
              observations[2 * i] = stones[w]
              observations[2 * i + 1] = moves ? 1 : 0
              active![i] = moves ? 1 : 0
              actionMask![4 * i] = moves ? 0 : 1
              for (let k = 1; k < 4; k++) actionMask![4 * i + k] = moves && stones[w] >= k ? 1 : 0
            }
          },
          measure: (w, metrics, offset) => void (metrics[offset] = lengths[w]),
          save: (w) => [stones[w], mover[w]],
          load(w, content) {
            const saved = content as [number, number]
            stones[w] = saved[0]
            mover[w] = saved[1]
          },
          ...pictures((w) => [stones[w], mover[w]]),
        },
      }
    })
  },
})
