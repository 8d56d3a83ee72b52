/** Nim: two take turns at one heap, and who takes the last stone wins. Who is left a multiple of four stones loses. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  perWorld,
} from '@gauntlet/core'

const MOST = 3
const HEAP = 10
const STONES = { low: 3, count: HEAP - 2 }

function describeNim(): EnvironmentSpec {
  return {
    agents: 2,
    observation: flatArray('stones, one-hot, of who is to move', HEAP + 1, 0, 1),
    action: discrete(MOST + 1, ['wait', 'one', 'two', 'three']),
    masked: true,
    activity: true,
    objectives: 1,
    constraints: [],
    horizon: Infinity,
    protocol: 'episodic',
    sides: 2,
    sideOf: [0, 1],
    rewardStructure: 'zero-sum',
    rewardRange: [-1, 1],
    metrics: [{ name: 'first', unit: '', direction: 'maximise', description: 'What who begins is paid' }],
    score: 'first',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'one',
        description: 'always takes one',
        seesHiddenState: false,
        savable: true,
        source: 'Made up',
      },
      {
        name: 'perfect',
        description: 'leaves a multiple of four',
        seesHiddenState: false,
        savable: true,
        source: 'Bouton 1901',
      },
    ],
    opponents: ['one', 'random'],
    engine: 'own',
  }
}

export const nim: EnvironmentDefinition<Record<string, never>> = defineEnvironment({
  id: 'test/nim',
  version: 1,
  summary: 'Whoever takes the last stone wins',
  source: 'Bouton 1901',
  parameters: {},
  settings: {},
  describe: describeNim,
  make: (_, batch) => makeNim(batch),
})

function makeNim(batch: number): Environment {
  const spec = describeNim()
  return createEnvironment('test/nim', spec, batch, (buffers) => {
    const { observations, actionMask, rewards, terminated, active } = buffers
    const stones = new Int32Array(batch)
    const mover = new Int32Array(batch)
    const text = (w: number): string => `${stones[w]} stones, player ${mover[w]} moves`
    return {
      rules: {
        start(w, { key }) {
          stones[w] = STONES.low + key.stream().integer(STONES.count)
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
            terminated.fill(1, 2 * w, 2 * w + 2)
          }
        },
        observe(from, to) {
          observations.fill(0, 2 * from * (HEAP + 1), 2 * to * (HEAP + 1))
          for (let i = 2 * from; i < 2 * to; i++) {
            const w = i >> 1
            const moves = mover[w] === (i & 1) && stones[w] > 0
            if (moves) observations[i * (HEAP + 1) + stones[w]] = 1
            active![i] = moves ? 1 : 0
            actionMask![i * (MOST + 1)] = moves ? 0 : 1
            for (let k = 1; k <= MOST; k++) actionMask![i * (MOST + 1) + k] = moves && stones[w] >= k ? 1 : 0
          }
        },
        measure: (w, metrics, offset) => void (metrics[offset] = buffers.returns[2 * w]),
        renderText: (w) => `${text(w)}\n`,
        renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text y="10">${text(w)}</text></svg>`,
        save: (w) => [stones[w], mover[w]],
        load(w, content) {
          ;[stones[w], mover[w]] = content as [number, number]
        },
      },
      faces: {
        expert: expertFace('test/nim', spec, (name) =>
          perWorld((w, actions) => {
            for (let i = 2 * w; i < 2 * w + 2; i++) {
              const best = stones[w] % 4 === 0 || name === 'one' ? 1 : stones[w] % 4
              actions[i] = active![i] === 1 ? best : 0
            }
          }),
        ),
      },
    }
  })
}
