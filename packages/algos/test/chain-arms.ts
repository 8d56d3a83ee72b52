/**
 * Arms that climb and fall along four states, so few that the best play is known: `chainArms`, an environment whose actions are
 * subsets; `BEST`, `MYOPIC`.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type FeasibleFace,
  IllegalActionError,
  type Stream,
  combinatorial,
  createEnvironment,
  defineEnvironment,
  flatArray,
  integer,
} from '@gauntlet/core'

/** Chance to move up when idle, when pulled; what each state pays when it is entered. */
const ARMS: readonly (readonly [idle: number, pulled: number, rewards: readonly number[]])[] = [
  [0.1, 0.8, [0.2, 0.15, 0.1, 5]],
  [0.15, 0.75, [0.1, 0.15, 0.2, 2]],
  [0.05, 0.85, [0.1, 0.15, 0.2, 1]],
]
const STATES = 4
const WIDTH = ARMS.length * STATES + 1

/** Sums of rewards over 20 steps from state 0 of all arms, by dynamic programming. */
export const BEST = 69.537_042_475
export const MYOPIC = 26.478_075_377

interface ChainParameters {
  readonly horizon: number
}

function describeChains({ horizon }: ChainParameters): EnvironmentSpec {
  return {
    agents: 1,
    observation: flatArray('arm states', WIDTH, 0, 1),
    action: combinatorial(ARMS.length, 'at most one arm'),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 8],
    metrics: [{ name: 'reward', unit: '', direction: 'maximise', description: 'Sum of rewards' }],
    score: 'reward',
    faces: ['snapshot', 'instance', 'feasible'],
    missingFaces: { expert: 'the best play is known' },
    engine: 'own',
  }
}

/** At most one arm; networks one at a time. */
const FEASIBLE: FeasibleFace = {
  oracle(scores, subsets) {
    subsets.fill(0)
    for (let from = 0; from < scores.length; from += ARMS.length) {
      let best = -1
      for (let k = from; k < from + ARMS.length; k++) {
        if (scores[k] > 0 && (best < 0 || scores[k] > scores[best])) best = k
      }
      if (best >= 0) subsets[best] = 1
    }
  },
  isFeasible: (_world, _agent, subset) => subset.reduce((sum, bit) => sum + bit, 0) <= 1,
  enumerate: (_world, _agent, limit) => (limit < SUBSETS.length ? undefined : SUBSETS),
  maximise(_world, _agent, { context, layers }) {
    const values = SUBSETS.map((subset) => {
      let inputs = [...subset, ...context]
      for (const [l, { weights, biases }] of layers.entries()) {
        const given = inputs
        inputs = Array.from(biases, (bias, i) => {
          const sum = given.reduce((part, x, k) => part + x * weights[i * given.length + k], bias)
          return l === layers.length - 1 ? sum : Math.max(0, sum)
        })
      }
      return inputs[0]
    })
    const k = values.indexOf(Math.max(...values))
    return { subset: SUBSETS[k], value: values[k], gap: 0 }
  },
}
const SUBSETS = [0, 1, 2, 3].map((arm) => Uint8Array.from(ARMS, (_, j) => (j + 1 === arm ? 1 : 0)))

/** In every step one arm at most is pulled. Source: SEQUOIA (arXiv 2503.01919), base arms. */
export const chainArms: EnvironmentDefinition<ChainParameters> = defineEnvironment<ChainParameters>({
  id: 'test/chain-arms',
  version: 1,
  summary: 'Pulls one of three arms',
  source: 'SEQUOIA (arXiv 2503.01919), base arms',
  parameters: { horizon: integer({ description: 'Steps', unit: 'steps', default: 20, minimum: 1 }) },
  settings: {},
  describe: describeChains,
  make: (parameters, batch) =>
    createEnvironment('test/chain-arms', describeChains(parameters), batch, (buffers) => {
      const { observations, rewards, returns } = buffers
      const count = ARMS.length
      const states = new Uint8Array(batch * count)
      const elapsed = new Int32Array(batch)
      const streams: Stream[] = []
      return {
        faces: { feasible: FEASIBLE },
        rules: {
          start(w, { key }) {
            streams[w] = key.stream()
            states.fill(0, w * count, (w + 1) * count)
            elapsed[w] = 0
          },
          check(actions) {
            for (let w = 0; w < batch; w++) {
              const subset = Array.from(actions.subarray(w * count, (w + 1) * count))
              if (subset.reduce((sum, bit) => sum + bit, 0) > 1)
                throw new IllegalActionError(w, 0, subset, 'at most one arm')
            }
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              for (let j = 0; j < count; j++) {
                const [idle, pulled, pays] = ARMS[j]
                const at = w * count + j
                const up = streams[w].uniform() < (actions[at] === 1 ? pulled : idle)
                states[at] = Math.max(0, Math.min(STATES - 1, states[at] + (up ? 1 : -1)))
                rewards[w] += pays[states[at]]
              }
              elapsed[w]++
            }
          },
          observe(from, to) {
            observations.fill(0, from * WIDTH, to * WIDTH)
            for (let w = from; w < to; w++) {
              for (let j = 0; j < count; j++) observations[w * WIDTH + j * STATES + states[w * count + j]] = 1
              observations[(w + 1) * WIDTH - 1] = elapsed[w] / parameters.horizon
            }
          },
          measure(w, metrics, offset) {
            metrics[offset] = returns[w]
          },
          renderText: (w) => `states ${states.subarray(w * count, (w + 1) * count).join(' ')}`,
          renderSvg: (w) =>
            `<svg xmlns="http://www.w3.org/2000/svg"><text>${states.subarray(w * count, (w + 1) * count).join(' ')}</text></svg>`,
          save(w) {
            const stream = new Uint32Array(4)
            streams[w].save(stream)
            return { states: states.slice(w * count, (w + 1) * count), elapsed: elapsed[w], stream }
          },
          load(w, content) {
            const saved = content as {
              readonly states: Uint8Array
              readonly elapsed: number
              readonly stream: Uint32Array
            }
            states.set(saved.states, w * count)
            elapsed[w] = saved.elapsed
            streams[w].load(saved.stream)
          },
        },
      }
    }),
})
