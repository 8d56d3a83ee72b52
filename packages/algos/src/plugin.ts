/** What this package adds to the matrix: algorithms, the adapters that learners need, and a task to study them on. */
import { type ConfiguredAlgorithm, type Plugin, definePlugin } from '@gauntlet/core'
import { a2c } from './methods/a2c.ts'
import { ADAPTERS } from './adapters/index.ts'
import { cem } from './methods/cem.ts'
import { decPomfppo } from './methods/dec-pomfppo.ts'
import { bc } from './methods/bc.ts'
import { dagger } from './methods/dagger.ts'
import { percentBc } from './methods/percent-bc.ts'
import { cql } from './methods/cql.ts'
import { iqlImplicit } from './methods/iql-implicit.ts'
import { td3bc } from './methods/td3bc.ts'
import { awac } from './methods/awac.ts'
import { dqn } from './methods/dqn.ts'
import { doubleDuelingDqn } from './methods/double-dueling-dqn.ts'
import { pqn } from './methods/pqn.ts'
import { sac } from './methods/sac.ts'
import { sacDiscrete } from './methods/sac-discrete.ts'
import { td3 } from './methods/td3.ts'
import { cmaEs } from './methods/cma-es.ts'
import { openaiEs } from './methods/openai-es.ts'
import { mctsPuct } from './methods/mcts-puct.ts'
import { scripted } from './methods/scripted.ts'
import { selfPlay } from './methods/self-play.ts'
import { fictitiousPlay } from './methods/fictitious-play.ts'
import { psro } from './methods/psro.ts'
import { exploiter } from './methods/exploiter.ts'
import { grpo } from './methods/grpo.ts'
import { hpt } from './methods/hpt.ts'
import { hdpo } from './methods/hdpo.ts'
import { ippo } from './methods/ippo.ts'
import { iqlIndependent } from './methods/iql-independent.ts'
import { iterativeDqn } from './methods/iterative-dqn.ts'
import { mappo } from './methods/mappo.ts'
import { moPpoScalar } from './methods/mo-ppo-scalar.ts'
import { pdppo } from './methods/pdppo.ts'
import { pdppoPrincipled } from './methods/pdppo-principled.ts'
import { pdppoSplit } from './methods/pdppo-split.ts'
import { drGrpo } from './methods/dr-grpo.ts'
import { rloo } from './methods/rloo.ts'
import { loop } from './methods/loop.ts'
import { litePpo } from './methods/lite-ppo.ts'
import { flowGrpo } from './methods/flow-grpo.ts'
import { bnpo } from './methods/bnpo.ts'
import { opmd } from './methods/opmd.ts'
import { asymre } from './methods/asymre.ts'
import { recOneSide, recRing, recTwoSide } from './methods/rec.ts'
import { clipCov } from './methods/clip-cov.ts'
import { klCov } from './methods/kl-cov.ts'
import { ppoLagrangian } from './methods/ppo-lagrangian.ts'
import { ppoKlReg } from './methods/ppo-kl-reg.ts'
import { ppo } from './methods/ppo.ts'
import { qmix } from './methods/qmix.ts'
import { ppoRnn } from './methods/ppo-rnn.ts'
import { emergentExplore } from './methods/emergent-explore.ts'
import { random } from './methods/random.ts'
import { reinforce } from './methods/reinforce.ts'
import { sequoia } from './methods/sequoia.ts'
import { vdn } from './methods/vdn.ts'
import { cartPole } from './studies/cart-pole.ts'
import { CONSTRAINT_STUDY } from './presets/constraints.ts'
import { IMITATION_STUDY } from './presets/experts.ts'
import { EVOLUTION_PRESETS } from './presets/evolution.ts'
import { GROUP_STUDY } from './presets/groups.ts'
import { LOT_SIZING_STUDY } from './presets/lot-sizing.ts'
import { EXPLORATION_STUDY, MEMORY_STUDY } from './presets/memory.ts'
import { POPULATION_STUDY } from './presets/populations.ts'
import { STANDARD } from './presets/standard.ts'
import { PATHS_STUDY, POPULATION_RULE_STUDY } from './presets/teams.ts'
import { TEAM_VALUE_STUDY } from './presets/team-values.ts'
import { VALUE_STUDY, OFFLINE_STUDY } from './presets/value.ts'
import { acrobot } from './studies/acrobot.ts'
import { cartPoleNoVelocities } from './studies/cart-pole-no-velocities.ts'
import { contexts } from './studies/contexts.ts'
import { coordination } from './studies/coordination.ts'
import { corridor } from './studies/corridor.ts'
import { deepSeaTreasure } from './studies/deep-sea-treasure.ts'
import { mountainCar } from './studies/mountain-car.ts'
import { pendulum } from './studies/pendulum.ts'
import { rockPaperScissors } from './studies/rock-paper-scissors.ts'
import { teamMatrix } from './studies/team-matrix.ts'
import { tolls } from './studies/tolls.ts'
import { twoStep } from './studies/two-step.ts'

const CART_POLE = 'classic/cart-pole:v1'
const BANDIT = 'bandits/bernoulli:nine-lin-100'
const SMALL_MAPF = 'mapf/lifelong:small-4'

const LOST_SALES = 'inventory/one-store:lost-poisson-4-9'

const gradients = ['reinforce', 'a2c', 'ppo', 'grpo', 'dqn']

/** HDPO at 256 episodes a gradient step, of 50 periods each. */
const hdpoOf = (configuration: Readonly<Record<string, unknown>>): ConfiguredAlgorithm => ({
  id: 'hdpo',
  configuration: { episodes: 256, ...configuration },
})
const GRADIENT_STEP = 256 * 50
// Stock is counted in periods of mean demand.
const ONE_STORE = hdpoOf({ learningRate: 1e-2, unit: 5 })
const SEVERAL_PLACES = { hidden: [128, 128], unit: 5, learningRate: 3e-3, maximumGradientNorm: 1 }

/** Lead times, and the gradient steps that they take. */
const BACKLOGGED: readonly (readonly [leadTimes: readonly number[], steps: number])[] = [
  [[1, 4, 7], 2000],
  [[10, 15], 3000],
  [[20], 5000],
]

/** Five problems of each domain of coupled restless bandits. */
const COUPLED = [
  'bandits/capacity:j20-b5*',
  'bandits/scheduling:j20-b5*',
  'bandits/routing:tube20-b5*',
  'bandits/interventions:j20-n10-b5*',
]

/** One agent that gives a whole population its rule. */
const meanFieldPpo = (learningRate: number): ConfiguredAlgorithm => ({
  id: 'ppo',
  configuration: {
    learningRate,
    worlds: 8,
    steps: 100,
    epochs: 5,
    entropyCoefficient: 0,
    scaleRewards: true,
  },
})
// By default DQN only looks on for longer than a quick run lasts.
const quick = [
  'random',
  'reinforce',
  'a2c',
  'ppo',
  'grpo',
  { id: 'dqn', configuration: { learningStarts: 1000 } },
]

const plugin: Plugin = definePlugin({
  name: '@gauntlet/algos',
  environments: [
    cartPole,
    acrobot,
    cartPoleNoVelocities,
    contexts,
    coordination,
    corridor,
    deepSeaTreasure,
    mountainCar,
    pendulum,
    rockPaperScissors,
    teamMatrix,
    tolls,
    twoStep,
  ],
  algorithms: [
    random,
    reinforce,
    a2c,
    ppo,
    ppoRnn,
    emergentExplore,
    ppoKlReg,
    ppoLagrangian,
    moPpoScalar,
    decPomfppo,
    ippo,
    mappo,
    iqlIndependent,
    vdn,
    qmix,
    pdppo,
    pdppoSplit,
    pdppoPrincipled,
    drGrpo,
    rloo,
    loop,
    litePpo,
    flowGrpo,
    bnpo,
    opmd,
    asymre,
    recOneSide,
    recTwoSide,
    recRing,
    clipCov,
    klCov,
    hpt,
    grpo,
    dqn,
    doubleDuelingDqn,
    pqn,
    sac,
    sacDiscrete,
    td3,
    bc,
    dagger,
    percentBc,
    cql,
    iqlImplicit,
    td3bc,
    awac,
    sequoia,
    iterativeDqn,
    cem,
    cmaEs,
    openaiEs,
    mctsPuct,
    scripted,
    selfPlay,
    fictitiousPlay,
    psro,
    exploiter,
    hdpo,
  ],
  adapters: ADAPTERS,
  presets: {
    quick: [
      { settings: [CART_POLE], algorithms: [...quick, 'cem'], seeds: 5, budget: 16_384 },
      // A thousand gradient steps.
      {
        settings: [LOST_SALES],
        algorithms: [{ id: 'hdpo', configuration: { episodes: 64, worlds: 64 } }],
        seeds: 5,
        budget: 3_200_000,
      },
      // A generation of CEM would take all of the budget here.
      { settings: [SMALL_MAPF], algorithms: quick, seeds: 5, budget: 16_384 },
    ],
    standard: STANDARD,
    'study-classic': [
      { settings: [CART_POLE], algorithms: ['ppo', 'dqn'], seeds: 10, budget: 500_000 },
      {
        settings: [CART_POLE],
        algorithms: ['random', 'reinforce', 'a2c', 'grpo', 'cem'],
        seeds: 10,
        budget: 500_000,
      },
    ],
    'study-groups': GROUP_STUDY,
    'study-constraints': CONSTRAINT_STUDY,
    'study-dec-pomfppo': POPULATION_RULE_STUDY,
    'study-paths': PATHS_STUDY,
    'study-memory': MEMORY_STUDY,
    'study-exploration': EXPLORATION_STUDY,
    'study-populations': POPULATION_STUDY,
    ...EVOLUTION_PRESETS,
    'study-value': VALUE_STUDY,
    'study-team-values': TEAM_VALUE_STUDY,
    'study-offline': OFFLINE_STUDY,
    'study-imitation': IMITATION_STUDY,
    'study-adapters': [
      { settings: [BANDIT], algorithms: ['random', ...gradients], seeds: 5, budget: 500_000 },
      { settings: [SMALL_MAPF], algorithms: ['random', ...gradients], seeds: 5, budget: 200_000 },
      // A generation plays 64 members: many steps, but cheap ones.
      { settings: [BANDIT], algorithms: ['cem'], seeds: 5, budget: 4_000_000 },
      {
        settings: [SMALL_MAPF],
        algorithms: [{ id: 'cem', configuration: { worlds: 32 } }],
        seeds: 5,
        budget: 8_000_000,
      },
    ],
    'study-mean-field': [
      {
        settings: ['swarm/aggregation-mean-field:agents-50'],
        algorithms: ['random', meanFieldPpo(0.001)],
        seeds: 3,
        budget: 200_000,
      },
      {
        settings: ['swarm/vicsek-mean-field:means-50', 'swarm/kuramoto-mean-field:means-50'],
        algorithms: ['random', meanFieldPpo(0.003)],
        seeds: 3,
        budget: 400_000,
      },
    ],
    'study-hdpo': [
      {
        settings: ['inventory/one-store:lost-poisson-*'],
        algorithms: [ONE_STORE, 'inventory/optimal'],
        seeds: 3,
        budget: 1000 * GRADIENT_STEP,
      },
      ...BACKLOGGED.map(([leadTimes, steps]) => ({
        settings: leadTimes.map((leadTime) => `inventory/one-store:backlogged-${leadTime}-*`),
        algorithms: [ONE_STORE, 'inventory/base-stock'],
        seeds: 3,
        budget: steps * GRADIENT_STEP,
      })),
      {
        settings: ['inventory/serial:stages-4-4-4'],
        algorithms: [
          hdpoOf({ hidden: [32, 32], unit: 5, learningRate: 1e-2, maximumGradientNorm: 1 }),
          'inventory/echelon-stock',
        ],
        seeds: 3,
        budget: 6000 * GRADIENT_STEP,
      },
      {
        settings: ['inventory/one-warehouse:stores-3-6'],
        algorithms: [hdpoOf(SEVERAL_PLACES), 'inventory/base-stock'],
        seeds: 3,
        budget: 5000 * GRADIENT_STEP,
      },
      {
        settings: ['inventory/transshipment:stores-5-6-4'],
        algorithms: [hdpoOf({ ...SEVERAL_PLACES, holds: false }), 'inventory/softmax-allocation'],
        seeds: 3,
        budget: 3000 * GRADIENT_STEP,
      },
      {
        settings: ['inventory/many-warehouses:stores-10'],
        algorithms: [hdpoOf(SEVERAL_PLACES), 'inventory/softmax-allocation'],
        seeds: 3,
        budget: 4000 * GRADIENT_STEP,
      },
      {
        settings: ['inventory/transshipment:stores-3-4-9-scenarios-128'],
        algorithms: [
          hdpoOf({
            ...SEVERAL_PLACES,
            network: 'gnn',
            episodes: 128,
            hidden: [32, 32],
            holds: false,
          }),
          'inventory/softmax-allocation',
        ],
        seeds: 3,
        budget: 800 * 128 * 50,
      },
    ],
    'study-sequoia': [
      {
        settings: COUPLED,
        algorithms: ['sequoia', 'iterative-dqn', 'bandits/coupled-*'],
        seeds: 1,
        // What pre-training takes, and 100 episodes.
        budget: 20_000 + 100 * 20,
      },
    ],
    'study-lot-sizing': LOT_SIZING_STUDY,
  },
})

export default plugin
