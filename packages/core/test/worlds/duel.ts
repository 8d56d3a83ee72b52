/**
 * Two teams show two different digits each in every round (maskAfter), and the greater sum wins it. Nobody waits, and
 * an expert that cheats knows the others' bonus.
 */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import { IllegalActionError } from '../../src/errors.ts'
import { integer } from '../../src/parameters.ts'
import { expertFace, perWorldDrawing } from '../../src/scripted-policies.ts'
import { createEnvironment } from '../../src/shell.ts'
import { multiDiscrete } from '../../src/spaces.ts'
import { type EnvironmentSpec, flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySettings, toySpec, worldStreams } from './toy.ts'

const DIGITS = 3

interface DuelParameters {
  /** Agents of a side. */
  readonly team: number
}

function describe({ team }: DuelParameters): EnvironmentSpec {
  return toySpec({
    agents: 2 * team,
    action: multiDiscrete([DIGITS, DIGITS]),
    observation: flatArray('round, bonus of the side', 2, 0, 10),
    masked: true,
    horizon: 3,
    sides: 2,
    sideOf: Array.from({ length: 2 * team }, (_, agent) => agent % 2),
    rewardStructure: 'zero-sum',
    rewardRange: [-1, 1],
    metrics: [
      { name: 'first', unit: '', direction: 'maximise', description: 'what the first side is paid' },
      { name: 'draws', unit: 'rounds', direction: 'neither', description: 'rounds that nobody won' },
    ],
    score: 'first',
    faces: ['snapshot', 'instance', 'expert', 'maskAfter'],
    missingFaces: {},
    experts: [
      {
        name: 'high',
        description: 'the greatest digits',
        seesHiddenState: false,
        savable: true,
        source: 'these tests',
      },
      {
        name: 'either',
        description: 'the greatest, one way or the other',
        seesHiddenState: false,
        savable: true,
        source: 'these tests',
      },
      { name: 'cheat', description: 'as high', seesHiddenState: true, source: 'these tests' },
    ],
  })
}

export const duel: EnvironmentDefinition<DuelParameters> = defineEnvironment<DuelParameters>({
  id: 'toy/duel',
  version: 1,
  summary: 'Different digits, the greater sum wins',
  source: 'these tests',
  parameters: { team: integer({ default: 1, minimum: 1, description: 'Agents of a side', unit: 'agents' }) },
  settings: toySettings(),
  describe,
  make(parameters, batch) {
    const spec = describe(parameters)
    const { agents } = spec
    return createEnvironment('toy/duel', spec, batch, (buffers) => {
      const { observations, actionMask, rewards } = buffers
      const rounds = new Int32Array(batch)
      const bonus = new Int32Array(2 * batch)
      const paid = new Float64Array(batch)
      const draws = new Int32Array(batch)
      const streams = worldStreams(batch)
      const fill = (
        w: number,
        first: number,
        second: number,
        actions: ArrayLike<number> & { [i: number]: number },
      ): void => {
        for (let i = w * agents; i < (w + 1) * agents; i++) {
          actions[2 * i] = first
          actions[2 * i + 1] = second
        }
      }
      return {
        rules: {
          start(w, { key }) {
            streams[w].open(key)
            rounds[w] = 0
            paid[w] = 0
            draws[w] = 0
            for (let side = 0; side < 2; side++) bonus[2 * w + side] = streams[w].integer(2)
          },
          check(actions) {
            for (let i = 0; i < batch * agents; i++) {
              if (actions[2 * i] !== actions[2 * i + 1]) continue
              const joint = [actions[2 * i], actions[2 * i + 1]]
              throw new IllegalActionError(Math.floor(i / agents), i % agents, joint, 'two different digits')
            }
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              const sums = [bonus[2 * w], bonus[2 * w + 1]]
              for (let i = w * agents; i < (w + 1) * agents; i++)
                sums[i % 2] += 2 * actions[2 * i] + actions[2 * i + 1]
              const won = Math.sign(sums[0] - sums[1])
              paid[w] += won
              draws[w] += won === 0 ? 1 : 0
              for (let i = w * agents; i < (w + 1) * agents; i++) rewards[i] = i % 2 === 0 ? won : -won
              rounds[w]++
            }
          },
          observe(from, to) {
            for (let i = from * agents; i < to * agents; i++) {
              const w = Math.floor(i / agents)
              observations[2 * i] = rounds[w]
              observations[2 * i + 1] = bonus[2 * w + (i % 2)]
              actionMask!.fill(1, 2 * DIGITS * i, 2 * DIGITS * (i + 1))
            }
          },
          measure(w, metrics, offset) {
            metrics[offset] = paid[w]
            metrics[offset + 1] = draws[w]
          },
          save: (w) => ({
            numbers: [rounds[w], bonus[2 * w], bonus[2 * w + 1], paid[w], draws[w]],
            stream: saveStream(streams[w]),
          }),
          load(w, content) {
            const { numbers, stream } = content as { numbers: number[]; stream: Uint32Array }
            ;[rounds[w], bonus[2 * w], bonus[2 * w + 1], paid[w], draws[w]] = numbers
            streams[w].load(stream)
          },
          ...pictures((w) => [rounds[w], bonus[2 * w], bonus[2 * w + 1]]),
        },
        faces: {
          expert: expertFace('toy/duel', spec, (name) =>
            perWorldDrawing(name, (w, actions, stream) => {
              const turned = name === 'either' && stream.integer(2) === 1
              fill(w, turned ? 1 : 2, turned ? 2 : 1, actions)
            }),
          ),
          maskAfter: {
            maskAfter(_, actions, mask) {
              for (let i = 0; i < batch * agents; i++) {
                for (let k = 0; k < DIGITS; k++) mask[i * DIGITS + k] = k === actions[2 * i] ? 0 : 1
              }
            },
          },
        },
      }
    })
  },
})
