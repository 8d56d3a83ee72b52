/** Agents on a ring that leave one after the other: activity, unbounded boxes, a mean field, costs, two objectives. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { createEnvironment } from '../../src/shell.ts'
import { box } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

const AGENTS = 3

export const crowd: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>({
  id: 'toy/crowd',
  version: 1,
  summary: 'Agents on a ring',
  source: 'these tests',
  parameters: {},
  settings: toySettings(),
  describe: () =>
    toySpec({
      agents: AGENTS,
      action: box([1], [-Infinity], [1], 'refuse'),
      observation: flatArray('angle', 1, 0, 1),
      activity: true,
      objectives: 2,
      constraints: ['speed'],
      horizon: 12,
      rewardRange: [-10, 1],
      faces: ['snapshot', 'instance', 'meanField'],
    }),
  make(_, batch) {
    return createEnvironment(crowd.id, crowd.describe(), batch, (buffers) => {
      const { observations, rewards, terminated, truncated, active, costs, lengths } = buffers
      const angles = new Float64Array(batch * AGENTS)
      const leaves = new Int32Array(batch * AGENTS)
      const ages = new Int32Array(batch)
      const streams = worldStreams(batch)
      return {
        rules: {
          start(w, { key }) {
            const stream = streams[w].open(key)
            ages[w] = 0
            for (let i = w * AGENTS; i < (w + 1) * AGENTS; i++) {
              angles[i] = stream.uniform()
              leaves[i] = 3 + stream.integer(20)
            }
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              ages[w]++
              for (let i = w * AGENTS; i < (w + 1) * AGENTS; i++) {
                if (terminated[i] === 1 || truncated[i] === 1) continue
                const turned = angles[i] + 0.1 * actions[i] + 0.01 * streams[w].uniform()
                angles[i] = turned - Math.floor(turned)
                rewards[2 * i] = angles[i]
                rewards[2 * i + 1] = -Math.min(10, Math.abs(actions[i]))
                costs![w] += Math.abs(actions[i]) > 0.5 ? 1 : 0
                if (ages[w] >= leaves[i]) terminated[i] = 1
              }
            }
          },
          observe(from, to) {
            for (let i = from * AGENTS; i < to * AGENTS; i++) {
              observations[i] = angles[i]
              active![i] = ages[(i / AGENTS) | 0] < leaves[i] ? 1 : 0
            }
          },
          measure: (w, metrics, offset) => void (metrics[offset] = lengths[w]),
          save: (w) => ({
            angles: angles.slice(w * AGENTS, (w + 1) * AGENTS),
            leaves: leaves.slice(w * AGENTS, (w + 1) * AGENTS),
            age: ages[w],
            stream: saveStream(streams[w]),
          }),
          load(w, content) {
            const saved = content as {
              angles: Float64Array
              leaves: Int32Array
              age: number
              stream: Uint32Array
            }
            angles.set(saved.angles, w * AGENTS)
            leaves.set(saved.leaves, w * AGENTS)
            ages[w] = saved.age
            streams[w].load(saved.stream)
          },
          ...pictures((w) => angles.subarray(w * AGENTS, (w + 1) * AGENTS)),
        },
        faces: {
          meanField: {
            dimensions: 1,
            extent: [{ low: 0, high: 1, periodic: true }],
            coordinates(out) {
              for (let i = 0; i < out.length; i++) out[i] = active![i] === 1 ? angles[i] : NaN
            },
            distance(from, to) {
              const apart = Math.abs(from[0] - to[0]) % 1
              return Math.min(apart, 1 - apart)
            },
          },
        },
      }
    })
  },
})
