/** Two players show two different digits each, and the greater sum wins: what the second digit may be depends on the first. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  IllegalActionError,
  createEnvironment,
  defineEnvironment,
  expertFace,
  flatArray,
  multiDiscrete,
  perWorld,
} from '@gauntlet/core'

const DIGITS = 3

function describeShowdown(): EnvironmentSpec {
  return {
    agents: 2,
    observation: flatArray('nothing', 1, 0, 1),
    action: multiDiscrete([DIGITS, DIGITS]),
    masked: true,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: 1,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 2,
    sideOf: [0, 1],
    rewardStructure: 'zero-sum',
    rewardRange: [-1, 1],
    metrics: [{ name: 'first', unit: '', direction: 'maximise', description: 'What player 0 is paid' }],
    score: 'first',
    faces: ['snapshot', 'instance', 'expert', 'maskAfter'],
    experts: [
      {
        name: 'low',
        description: 'the least digits',
        seesHiddenState: false,
        savable: true,
        source: 'Made up',
      },
    ],
    engine: 'own',
  }
}

export const showdown: EnvironmentDefinition<Record<string, never>> = defineEnvironment({
  id: 'test/showdown',
  version: 1,
  summary: 'Different digits, the greater sum wins',
  source: 'Made up',
  parameters: {},
  settings: {},
  describe: describeShowdown,
  make: (_, batch) => makeShowdown(batch),
})

function makeShowdown(batch: number): Environment {
  const spec = describeShowdown()
  return createEnvironment('test/showdown', spec, batch, (buffers) => {
    const paid = new Float64Array(batch)
    const picture = (w: number): string => `${paid[w]}`
    return {
      rules: {
        start: (w) => void (paid[w] = 0),
        check(actions) {
          for (let i = 0; i < 2 * batch; i++) {
            if (actions[2 * i] !== actions[2 * i + 1]) continue
            throw new IllegalActionError(i >> 1, i & 1, [actions[2 * i], actions[2 * i + 1]], 'two digits')
          }
        },
        step(actions) {
          for (let w = 0; w < batch; w++) {
            const at = 4 * w
            paid[w] = Math.sign(actions[at] + actions[at + 1] - actions[at + 2] - actions[at + 3])
            buffers.rewards[2 * w] = paid[w]
            buffers.rewards[2 * w + 1] = -paid[w]
          }
        },
        observe(from, to) {
          buffers.observations.fill(0, 2 * from, 2 * to)
          buffers.actionMask!.fill(1, 12 * from, 12 * to)
        },
        measure: (w, metrics, offset) => void (metrics[offset] = paid[w]),
        save: (w) => paid[w],
        load: (w, content) => void (paid[w] = content as number),
        renderText: (w) => `${picture(w)}\n`,
        renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text y="10">${picture(w)}</text></svg>`,
      },
      faces: {
        expert: expertFace('test/showdown', spec, () =>
          perWorld((w, actions) => actions.set([0, 1, 0, 1], 4 * w)),
        ),
        maskAfter: {
          maskAfter(_factor, actions, mask) {
            for (let i = 0; i < 2 * batch; i++) {
              for (let k = 0; k < DIGITS; k++) mask[i * DIGITS + k] = k === actions[2 * i] ? 0 : 1
            }
          },
        },
      },
    }
  })
}
