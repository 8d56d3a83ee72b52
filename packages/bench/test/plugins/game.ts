/**
 * A plugin with a game whose best play is known, and its players: Nim, in which who takes the last stone wins. Whoever is
 * to move with a multiple of four stones loses against perfect play.
 */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type ExpertSpec,
  type Plugin,
  createEnvironment,
  defineAdapter,
  defineAlgorithm,
  defineEnvironment,
  definePlugin,
  discrete,
  expertAlgorithm,
  expertFace,
  flatArray,
  namedOpponents,
  perWorld,
  playAgainst,
  policyAlgorithm,
  sideSpec,
  uniformPolicy,
} from '@gauntlet/core'

const MOST = 3

const EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'perfect',
    description: 'leaves a multiple of four',
    seesHiddenState: false,
    savable: true,
    source: 'Bouton 1901',
  },
  { name: 'one', description: 'always takes one', seesHiddenState: false, savable: true, source: 'nowhere' },
]

function describe(): EnvironmentSpec {
  return {
    agents: 2,
    observation: flatArray('stones, mine to move', 2, 0, 20),
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
    metrics: [
      { name: 'first', unit: '', direction: 'maximise', description: 'what who begins is paid' },
      { name: 'stones', unit: 'stones', direction: 'neither', description: 'stones at the beginning' },
      { name: 'first_turn', unit: '', direction: 'neither', description: 'when the first moves: 0' },
      { name: 'second_turn', unit: '', direction: 'neither', description: 'when the second moves: 1' },
    ],
    score: 'first',
    faces: ['snapshot', 'instance', 'expert'],
    experts: EXPERTS,
    opponents: ['one', 'random'],
    dealt: ['first_turn', 'second_turn'],
    engine: 'own',
  }
}

const reference = { source: 'made up', episodes: 100 }
const evaluation = { episodes: 31, batch: 4, mode: 'sample' } as const

export const nim: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>({
  id: 'game/nim',
  version: 1,
  summary: 'Whoever takes the last stone wins',
  source: 'Bouton 1901',
  parameters: {},
  settings: {
    main: {
      description: 'one heap',
      parameters: {},
      references: { random: { score: 0.5, ...reference }, best: { score: 0.9, ...reference } },
      evaluation,
    },
  },
  describe,
  make(_, batch) {
    const spec = describe()
    return createEnvironment('game/nim', spec, batch, (buffers) => {
      const { observations, actionMask, rewards, terminated, active } = buffers
      const stones = new Int32Array(batch)
      const mover = new Int32Array(batch)
      const began = new Int32Array(batch)
      const text = (w: number): string => `${stones[w]} stones, player ${mover[w]} moves`
      return {
        rules: {
          start(w, { key }) {
            stones[w] = 8 + key.stream().integer(8)
            began[w] = stones[w]
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
              for (let k = 1; k <= MOST; k++) actionMask![4 * i + k] = moves && stones[w] >= k ? 1 : 0
            }
          },
          measure(w, metrics, offset) {
            metrics[offset] = mover[w] === 1 ? 1 : -1
            metrics[offset + 1] = began[w]
            metrics.set([0, 1], offset + 2)
          },
          renderText: (w) => `${text(w)}\n`,
          renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text y="10">${text(w)}</text></svg>`,
          save: (w) => [stones[w], mover[w], began[w]],
          load(w, content) {
            ;[stones[w], mover[w], began[w]] = content as number[]
          },
        },
        faces: {
          expert: expertFace('game/nim', spec, (name) =>
            perWorld((w, actions) => {
              for (let i = 2 * w; i < 2 * w + 2; i++) {
                const moves = mover[w] === (i & 1)
                const best = stones[w] % 4 === 0 || name === 'one' ? 1 : stones[w] % 4
                actions[i] = moves ? best : 0
              }
            }),
          ),
        },
      }
    })
  },
})

const about = { version: 1, family: 'toys', source: 'nowhere' } as const

const experts = EXPERTS.map(({ name, description }) =>
  expertAlgorithm({
    ...about,
    id: `game/${name}`,
    summary: description,
    environments: ['game/nim'],
    expert: name,
  }),
)

const random: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'game/random',
  summary: 'any way',
  requires: {},
  configuration: {},
  policy: () => uniformPolicy(),
})

const fails: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'game/loses-heart',
  summary:
    'any way, until it has been left multiples of four twelve times running: only perfect play does that',
  requires: { environments: ['game/nim'] },
  configuration: {},
  policy() {
    const policy = uniformPolicy()
    const left = { fours: 0, others: 0 }
    return {
      begin: (view, seed) => policy.begin(view, seed),
      act(view, actions, mode) {
        policy.act(view, actions, mode)
        for (let i = 0; i < 2 * view.batch; i++) {
          if (view.active![i] === 1) left[view.observations[2 * i] % 4 === 0 ? 'fours' : 'others']++
        }
        if (left.fours > 10 + left.others) throw new Error('lost heart')
      },
    }
  },
})

const oneSide: AdapterDefinition = defineAdapter({
  id: 'one-side',
  version: 1,
  stage: 'agents',
  note: 'one side of the game alone',
  adapt: (spec, { sides }) => (sides === 1 ? sideSpec(spec) : undefined),
  wrap: (game) => playAgainst(game, namedOpponents(['one'], game.spec)),
})

/** Takes the last stones where it can; sees one side alone, and refuses to play untrained. */
const learner: AlgorithmDefinition = defineAlgorithm({
  ...about,
  id: 'game/learner',
  summary: 'learns to take the last stones',
  trains: true,
  requires: { agents: 'one', sides: 1 },
  configuration: {},
  create() {
    const state = new Float64Array([0])
    const policy = uniformPolicy()
    return {
      policy: {
        begin: (view, seed) => policy.begin(view, seed),
        act(view, actions, mode) {
          if (view.spec.agents !== 1) throw new Error(`sees ${view.spec.agents} agents`)
          if (state[0] === 0) throw new Error('acts untrained')
          policy.act(view, actions, mode)
          for (let w = 0; w < view.batch; w++) {
            const [stones, moves] = [view.observations[2 * w], view.observations[2 * w + 1]]
            if (moves === 1 && stones <= MOST) actions[w] = stones
          }
        },
      },
      *train(environment, budget) {
        const actions = new Int32Array(environment.batch)
        state[0] = 1
        for (let steps = environment.batch; steps <= budget; steps += environment.batch) {
          policy.begin(environment, environment.instance!.current(0).key)
          policy.act(environment, actions, 'sample')
          environment.step(actions)
          state[0]++
          if (steps % 40 === 0) yield { kind: 'progress', steps, metrics: { told: state[0] } } as const
        }
      },
      save: () => new Uint8Array(state.slice().buffer),
      load: (bytes) => state.set(new Float64Array(bytes.slice().buffer)),
    }
  },
})

const plugin: Plugin = definePlugin({
  name: 'game',
  environments: [nim],
  algorithms: [random, ...experts, fails, learner],
  adapters: [oneSide],
})

export default plugin
