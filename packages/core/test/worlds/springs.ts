/** Damped springs pushed by bounded forces: boxes that clip or refuse, exact derivatives, a post-decision state. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import type { DifferentiableFace, PostDecisionFace } from '../../src/faces.ts'
import { choice, integer } from '../../src/parameters.ts'
import { createEnvironment } from '../../src/shell.ts'
import { box } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

export interface SpringsParameters {
  readonly outside: 'clip' | 'refuse'
  readonly horizon: number
}

const AGENTS = 2
/** Place and speed of each agent. */
const SIZE = 2 * AGENTS
const DT = 0.1

export const springs: EnvironmentDefinition<SpringsParameters> = defineEnvironment<SpringsParameters>({
  id: 'toy/springs',
  version: 1,
  summary: 'Springs',
  source: 'these tests',
  parameters: {
    outside: choice({
      description: 'Forces beyond the bounds',
      options: ['clip', 'refuse'],
      default: 'clip',
    }),
    horizon: integer({ description: 'Steps', default: 30, minimum: 1 }),
  },
  settings: toySettings(),
  describe: ({ outside, horizon }) =>
    toySpec({
      agents: AGENTS,
      action: box([1], -0.7, 0.7, outside),
      observation: flatArray('place and speed', 2, -100, 100),
      postDecision: flatArray('place and speed', 2, -100, 100),
      horizon,
      faces: ['snapshot', 'instance', 'differentiable', 'postDecision'],
    }),
  make(parameters, batch) {
    const spec = springs.describe(parameters)
    return createEnvironment(springs.id, spec, batch, (buffers) => {
      const { observations, rewards, lengths } = buffers
      const x = new Float64Array(batch * SIZE)
      const streams = worldStreams(batch)
      let tape: {
        readonly state: Float64Array
        readonly actions: Float64Array
        readonly ended: Uint8Array
      }[] = []
      let recorded = 0
      let limit = 0

      const differentiable: DifferentiableFace = {
        stateSize: SIZE,
        readState: (state) => state.set(x),
        writeState: (state) => x.set(state),
        record(steps) {
          limit = steps
          recorded = 0
          tape = Array.from({ length: steps }, () => ({
            state: new Float64Array(batch * SIZE),
            actions: new Float64Array(batch * AGENTS),
            ended: new Uint8Array(batch),
          }))
        },
        pullback(t, cotangent, result) {
          const step = tape[t]
          for (let i = 0; i < batch * AGENTS; i++) {
            const w = Math.floor(i / AGENTS)
            // What comes after a reset knows nothing of what came before it: only the reward is differentiated.
            const live = 1 - step.ended[w]
            const [place, speed] = [2 * i, 2 * i + 1]
            const gPlace = live * (cotangent.state[place] + cotangent.observations[place])
            const gSpeed = live * (cotangent.state[speed] + cotangent.observations[speed])
            const pay = cotangent.rewards[i]
            // place' = place + DT speed';  speed' = 0.9 speed + DT (force - place);  reward = -place² - 0.1 force²
            const onSpeed = gSpeed + DT * gPlace
            result.state[place] = gPlace - DT * onSpeed - 2 * step.state[place] * pay
            result.state[speed] = 0.9 * onSpeed
            result.actions[i] = DT * onSpeed - 0.2 * step.actions[i] * pay
          }
        },
      }
      const postDecision: PostDecisionFace = {
        observe(actions, out) {
          for (let i = 0; i < batch * AGENTS; i++) {
            out[2 * i + 1] = 0.9 * x[2 * i + 1] + DT * (actions[i] - x[2 * i])
            out[2 * i] = x[2 * i] + DT * out[2 * i + 1]
          }
        },
      }
      return {
        faces: { differentiable, postDecision },
        rules: {
          start(w, { key }) {
            if (recorded > 0) tape[recorded - 1].ended[w] = 1
            const stream = streams[w].open(key)
            for (let k = 0; k < SIZE; k++) x[w * SIZE + k] = stream.normal()
          },
          step(actions) {
            if (recorded < limit) {
              tape[recorded].state.set(x)
              tape[recorded].actions.set(actions)
              recorded++
            }
            for (let i = 0; i < batch * AGENTS; i++) {
              const force = actions[i]
              rewards[i] = -x[2 * i] * x[2 * i] - 0.1 * force * force
              x[2 * i + 1] = 0.9 * x[2 * i + 1] + DT * (force - x[2 * i])
              x[2 * i] += DT * x[2 * i + 1]
              x[2 * i] += 0.01 * streams[(i / AGENTS) | 0].normal()
            }
          },
          observe(from, to) {
            for (let k = from * SIZE; k < to * SIZE; k++) observations[k] = x[k]
          },
          measure: (w, metrics, offset) => void (metrics[offset] = lengths[w]),
          save: (w) => ({ x: x.slice(w * SIZE, (w + 1) * SIZE), stream: saveStream(streams[w]) }),
          load(w, content) {
            const saved = content as { x: Float64Array; stream: Uint32Array }
            x.set(saved.x, w * SIZE)
            streams[w].load(saved.stream)
          },
          ...pictures((w) => x.subarray(w * SIZE, (w + 1) * SIZE)),
        },
      }
    })
  },
})
