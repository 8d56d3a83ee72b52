/** Every learner on one setting for each way to see an environment: `STANDARD`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** Settings, and world steps, meant for 10 to 20 seconds a cell on one core as the mean over the learners. */
const VIEWS: Readonly<Record<string, number>> = {
  'classic/cart-pole:v1': 200_000,
  'classic/pendulum:v1': 200_000,
  'swarm/kuramoto-mean-field:means-50': 100_000,
  'swarm/aggregation:agents-50': 40_000,
  'mapf/lifelong:small-4': 200_000,
  'mapf/oneshot:small-4-finish': 200_000,
  'inventory/one-store:lost-poisson-4-9': 200_000,
  'inventory/one-warehouse:stores-5': 100_000,
  'inventory/lot-sizing:15x5': 50_000,
  'bandits/bernoulli:nine-lin-100': 200_000,
  'bandits/supervised:clusters': 200_000,
  'bandits/meta:two-10': 400_000,
  'bandits/recovering:exponential-4': 200_000,
  'bandits/restless:six-arms-2-h20': 200_000,
  'toy/tolls:three-of-ten': 100_000,
  'toy/deep-sea-treasure:convex': 100_000,
  'pokemon/vgc:quick': 10_000,
}

/** Without an update every step and without wide networks, which take minutes. */
const REPLAY = { worlds: 8, learningStarts: 1000, trainEvery: 16 }
const ACTOR_CRITIC = { ...REPLAY, batchSize: 128, bufferSize: 100_000, hidden: [64, 64] }
const OFFLINE = { stepsPerUpdate: 40, batchSize: 128, hidden: [64, 64] }
const TEAM_VALUES = { worlds: 8, batchSize: 8, trainEvery: 4 }
/** Budgets are short: longer strides, and returns of any size. */
const STRIDES = { learningRate: 1e-3, normaliseValues: true }
/** Five policies taken down. */
const GROWING = { ...STRIDES, interval: 2000, members: 6 }
const MEETING = { ...GROWING, instances: 10 }
/** From the expert's half of what is recorded where an engine is slow. */
const CLONED = { rows: 1000, cloningUpdates: 500, cloningBatchSize: 128 }
/** As published 60 epochs, and 1000 steps of each world. */
const SHORT_UPDATES = { epochs: 10, steps: 100 }
const LABELS = { worlds: 16, updates: 100, batchSize: 128 }

const configured = (
  ids: readonly string[],
  configuration: Readonly<Record<string, unknown>>,
): ConfiguredAlgorithm[] => ids.map((id) => ({ id, configuration }))

/** By their defaults. */
const AS_THEY_ARE =
  'random scripted emergent-explore hpt pqn grpo dr-grpo loop lite-ppo flow-grpo bnpo clip-cov kl-cov'

/** Of these a collection gives one step of the optimiser. */
const ONE_STEP = 'reinforce rloo opmd asymre rec-one-side rec-two-side rec-ring'

const PPO = 'ppo ppo-rnn ppo-kl-reg mo-ppo-scalar ippo mappo self-play exploiter'

/** Every algorithm of the package; those that do not apply to a setting say why on its board. */
const ALGORITHMS: readonly (string | ConfiguredAlgorithm)[] = [
  ...AS_THEY_ARE.split(' '),
  ...configured(ONE_STEP.split(' '), { learningRate: 5e-3 }),
  ...configured(PPO.split(' '), STRIDES),
  ...configured(['ppo-lagrangian'], { ...STRIDES, limit: 3 }),
  ...configured(['pdppo-principled'], { learningRate: 1e-3, scaleRewards: true, discount: 0.99 }),
  ...configured(['dec-pomfppo'], { learningRate: 1e-3 }),
  ...configured(['fictitious-play'], GROWING),
  ...configured(['psro'], MEETING),
  ...configured(['bc-self-play'], { ...CLONED, ...STRIDES }),
  ...configured(['bc-fictitious-play'], { ...CLONED, ...GROWING }),
  ...configured(['bc-psro'], { ...CLONED, ...MEETING }),
  ...configured(['a2c'], { scaleRewards: true, normaliseValues: true }),
  ...configured(['pdppo', 'pdppo-split'], SHORT_UPDATES),
  ...configured(['dagger'], LABELS),
  ...configured(['dqn', 'double-dueling-dqn'], { learningStarts: 1000 }),
  ...configured(['sac', 'td3', 'sac-discrete'], ACTOR_CRITIC),
  ...configured(['bc', 'percent-bc', 'awac', 'cql', 'cql-continuous', 'iql-implicit', 'td3bc'], OFFLINE),
  ...configured(['iql-independent', 'vdn', 'qmix'], TEAM_VALUES),
]

const SEARCH = configured(['mcts-puct'], { simulations: 4, lookahead: 10 })
/** Without gradients a step costs the least, and more of them are needed. */
const EVOLVING = configured(['cem', 'cma-es', 'openai-es'], { worlds: 32 })

/** Where steps are so dear that every cell of a search would take many minutes. */
const DEAR = ['pokemon/vgc:quick']

export const STANDARD: readonly PresetBlock[] = [
  ...Object.entries(VIEWS).flatMap(([setting, budget]) => {
    const dear = DEAR.includes(setting)
    const learners = dear ? ALGORITHMS : [...ALGORITHMS, ...SEARCH]
    return [
      { settings: [setting], algorithms: learners, seeds: 3, budget },
      { settings: [setting], algorithms: EVOLVING, seeds: 3, budget: dear ? budget : 10 * budget },
    ]
  }),
  // Subsets, and gradients through the simulator, count their steps in other ways.
  {
    settings: ['bandits/capacity:j20-b5'],
    algorithms: ['sequoia', 'iterative-dqn'],
    seeds: 3,
    budget: 22_000,
  },
  {
    settings: ['inventory/one-store:lost-poisson-4-9', 'inventory/one-warehouse:stores-5'],
    algorithms: [{ id: 'hdpo', configuration: { episodes: 64, worlds: 64, hidden: [32, 32] } }],
    seeds: 3,
    budget: 3_200_000,
  },
]
