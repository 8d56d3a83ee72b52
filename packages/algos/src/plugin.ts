/** What this package adds to the matrix: algorithms, the adapters that learners need, and a task to study them on. */
import { type Plugin, definePlugin } from '@gauntlet/core'
import { a2c } from './methods/a2c.ts'
import { ADAPTERS } from './adapters/index.ts'
import { cem } from './methods/cem.ts'
import { decPomfppo } from './methods/dec-pomfppo.ts'
import { bc } from './methods/bc.ts'
import { bcFictitiousPlay, bcPsro, bcSelfPlay } from './methods/bc-population.ts'
import { dagger } from './methods/dagger.ts'
import { followerPretrained } from './methods/follower-pretrained.ts'
import { follower } from './methods/follower.ts'
import { percentBc } from './methods/percent-bc.ts'
import { cql } from './methods/cql.ts'
import { cqlContinuous } from './methods/cql-continuous.ts'
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
import { PRESETS } from './presets/presets.ts'
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
    follower,
    followerPretrained,
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
    cqlContinuous,
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
    bcSelfPlay,
    bcFictitiousPlay,
    bcPsro,
    exploiter,
    hdpo,
  ],
  adapters: ADAPTERS,
  presets: PRESETS,
})

export default plugin
