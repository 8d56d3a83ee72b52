/** A lock with two dials: what the second may show depends on the first (maskAfter). Common rewards of two agents. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { IllegalActionError } from '../../src/errors.ts'
import { createEnvironment } from '../../src/shell.ts'
import { multiDiscrete } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

const AGENTS = 2
const COUNTS = [3, 4] as const
const WIDTH = 7

export const dials: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>({
  id: 'toy/dials',
  version: 1,
  summary: 'Two dials, the second no further than the first and a jammed digit allow',
  source: 'these tests',
  parameters: {},
  settings: toySettings(),
  describe: () =>
    toySpec({
      agents: AGENTS,
      action: multiDiscrete(COUNTS),
      observation: flatArray('jammed', 1, 0, 2),
      masked: true,
      horizon: 6,
      rewardStructure: 'common',
      rewardRange: [0, 10],
      faces: ['snapshot', 'instance', 'maskAfter'],
    }),
  make(_, batch) {
    return createEnvironment(dials.id, dials.describe(), batch, (buffers) => {
      const { observations, actionMask, rewards, lengths } = buffers
      const jammed = new Int32Array(batch)
      const streams = worldStreams(batch)
      /** The second dial may show any digit up to the first's plus one; the first may not show the jammed one. */
      const allows = (w: number, first: number, second: number): boolean =>
        first !== jammed[w] && second <= first + 1
      return {
        rules: {
          start(w, { key }) {
            jammed[w] = streams[w].open(key).integer(3)
          },
          check(actions) {
            for (let i = 0; i < batch * AGENTS; i++) {
              const [first, second] = [actions[2 * i], actions[2 * i + 1]]
              const w = Math.floor(i / AGENTS)
              if (allows(w, first, second)) continue
              throw new IllegalActionError(
                w,
                i % AGENTS,
                [first, second],
                'a second dial within reach of the first',
              )
            }
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              let sum = 0
              for (let k = 0; k < 2 * AGENTS; k++) sum += actions[w * 2 * AGENTS + k]
              for (let a = 0; a < AGENTS; a++) rewards[w * AGENTS + a] = sum
              jammed[w] = streams[w].integer(3)
            }
          },
          observe(from, to) {
            for (let i = from * AGENTS; i < to * AGENTS; i++) {
              const w = (i / AGENTS) | 0
              observations[i] = jammed[w]
              for (let k = 0; k < 3; k++) actionMask![i * WIDTH + k] = k === jammed[w] ? 0 : 1
              const most = jammed[w] === 2 ? 2 : 3
              for (let k = 0; k < 4; k++) actionMask![i * WIDTH + 3 + k] = k <= most ? 1 : 0
            }
          },
          measure: (w, metrics, offset) => void (metrics[offset] = lengths[w]),
          save: (w) => ({ jammed: jammed[w], stream: saveStream(streams[w]) }),
          load(w, content) {
            const saved = content as { jammed: number; stream: Uint32Array }
            jammed[w] = saved.jammed
            streams[w].load(saved.stream)
          },
          ...pictures((w) => [jammed[w]]),
        },
        faces: {
          maskAfter: {
            maskAfter(_factor, actions, mask) {
              for (let i = 0; i < batch * AGENTS; i++) {
                const w = Math.floor(i / AGENTS)
                for (let k = 0; k < 4; k++) mask[4 * i + k] = allows(w, actions[2 * i], k) ? 1 : 0
              }
            },
          },
        },
      }
    })
  },
})
