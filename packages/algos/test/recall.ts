/** A task for policies that remember: `recall`. */
import {
  type EnvironmentDefinition,
  createEnvironment,
  defineEnvironment,
  discrete,
  flatArray,
} from '@gauntlet/core'

const STEPS = 4
const WIDTH = 3

interface RecallParameters {}

/**
 * In the first step each of two agents sees which of two choices pays in the last; what follows looks alike whichever it was. Choice 2
 * is never legal.
 *
 * Shape: observations [cue 0, cue 1, last step].
 */
export const recall: EnvironmentDefinition<RecallParameters> = defineEnvironment<RecallParameters>({
  id: 'test/recall',
  version: 1,
  summary: 'What was seen first pays last',
  source: 'a test',
  parameters: {},
  settings: {},
  describe: () => ({
    agents: 2,
    agentsAsRows: true,
    observation: flatArray('cue', WIDTH, 0, 1),
    action: discrete(3),
    masked: true,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: STEPS,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    repeats: 2,
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: [{ name: 'return', unit: '', direction: 'maximise', description: 'Return of agent 0' }],
    score: 'return',
    faces: ['snapshot', 'instance'],
    missingFaces: { expert: 'a test' },
    engine: 'own',
  }),
  make(_parameters, batch) {
    return createEnvironment('test/recall', recall.describe({}), batch, (buffers) => {
      const cues = new Uint8Array(2 * batch)
      const ages = new Uint8Array(batch)
      const { actionMask = new Uint8Array(0), observations, rewards, returns } = buffers
      return {
        rules: {
          start(w, { key }) {
            const stream = key.stream()
            ages[w] = 0
            for (let i = 2 * w; i < 2 * w + 2; i++) cues[i] = stream.integer(2)
          },
          step(actions) {
            for (let i = 0; i < cues.length; i++) {
              const last = ages[Math.floor(i / 2)] === STEPS - 1
              rewards[i] = last && actions[i] === cues[i] ? 1 : 0
            }
            for (let w = 0; w < batch; w++) ages[w]++
          },
          observe(from, to) {
            for (let i = 2 * from; i < 2 * to; i++) {
              const age = ages[Math.floor(i / 2)]
              for (let k = 0; k < 2; k++) observations[WIDTH * i + k] = age === 0 && cues[i] === k ? 1 : 0
              observations[WIDTH * i + 2] = age === STEPS - 1 ? 1 : 0
              for (let k = 0; k < 3; k++) actionMask[3 * i + k] = k === 2 ? 0 : 1
            }
          },
          measure: (w, metrics, offset) => void (metrics[offset] = returns[2 * w]),
          renderText: (w) => `cues ${cues[2 * w]} ${cues[2 * w + 1]}, step ${ages[w]}`,
          renderSvg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
          save: (w) => [cues[2 * w], cues[2 * w + 1], ages[w]],
          load(w, content) {
            const [first, second, age] = content as number[]
            cues.set([first, second], 2 * w)
            ages[w] = age
          },
        },
      }
    })
  },
})
