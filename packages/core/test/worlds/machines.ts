/** Machines that wear: an online bandit with an arm model and a log of what somebody did. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import type { ArmModelFace, DatasetFace } from '../../src/faces.ts'
import { createEnvironment } from '../../src/shell.ts'
import { discrete } from '../../src/spaces.ts'
import { flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

const ARMS = 3
const STATES = 2
const LOGGED = 40

/** Chance to be found working in the next step, by intervention (leave, mend) and state (broken, working). */
const WORKS = [
  [0.1, 0.7],
  [0.8, 0.9],
]

export const machines: EnvironmentDefinition<Record<string, never>> = defineEnvironment<
  Record<string, never>
>({
  id: 'toy/machines',
  version: 1,
  summary: 'Mends one of three machines at a time',
  source: 'these tests',
  parameters: {},
  settings: toySettings(),
  describe: () =>
    toySpec({
      action: discrete(ARMS),
      observation: flatArray('works', ARMS, 0, 1),
      horizon: 50,
      horizonEnd: 'terminated',
      protocol: 'online',
      rewardRange: [0, ARMS],
      faces: ['snapshot', 'instance', 'armModel', 'dataset'],
    }),
  make(_, batch) {
    return createEnvironment(machines.id, machines.describe(), batch, (buffers) => {
      const { observations, rewards, returns } = buffers
      const works = new Int32Array(batch * ARMS)
      const streams = worldStreams(batch)
      const armModel: ArmModelFace = {
        arms: ARMS,
        states: STATES,
        interventions: 2,
        transitions: Float64Array.from(
          Array.from({ length: ARMS }, () => WORKS.flat().flatMap((p) => [1 - p, p])).flat(),
        ),
        rewards: Float64Array.from(Array.from({ length: ARMS }, () => [0, 1, 0, 1]).flat()),
        discount: 0.95,
        armStates: (out) => out.set(works),
      }
      const dataset: DatasetFace = {
        size: LOGGED,
        read(from, count, columns) {
          for (let n = 0; n < count; n++) {
            const row = from + n
            for (let k = 0; k < ARMS; k++) {
              columns.observations[n * ARMS + k] = (row + k) % 2
              columns.nextObservations[n * ARMS + k] = (row + k + 1) % 2
            }
            columns.actions[n] = row % ARMS
            columns.rewards[n] = row % 2
            columns.terminated[n] = row === LOGGED - 1 ? 1 : 0
            columns.propensities[n] = row % 5 === 0 ? NaN : 1 / ARMS
          }
        },
      }
      return {
        faces: { armModel, dataset },
        rules: {
          start(w, { key }) {
            const stream = streams[w].open(key)
            for (let k = w * ARMS; k < (w + 1) * ARMS; k++) works[k] = stream.integer(2)
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              for (let arm = 0; arm < ARMS; arm++) {
                const k = w * ARMS + arm
                rewards[w] += works[k]
                const chance = WORKS[actions[w] === arm ? 1 : 0][works[k]]
                works[k] = streams[w].uniform() < chance ? 1 : 0
              }
            }
          },
          observe(from, to) {
            for (let k = from * ARMS; k < to * ARMS; k++) observations[k] = works[k]
          },
          measure: (w, metrics, offset) => void (metrics[offset] = returns[w]),
          save: (w) => ({ works: works.slice(w * ARMS, (w + 1) * ARMS), stream: saveStream(streams[w]) }),
          load(w, content) {
            const saved = content as { works: Int32Array; stream: Uint32Array }
            works.set(saved.works, w * ARMS)
            streams[w].load(saved.stream)
          },
          ...pictures((w) => works.subarray(w * ARMS, (w + 1) * ARMS)),
        },
      }
    })
  },
})
