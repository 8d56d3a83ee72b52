export { adversarial, type AdversarialParameters } from './arms/adversarial.ts'
export { bernoulli, type BernoulliParameters } from './arms/bernoulli.ts'
export { drifting, type DriftingParameters } from './arms/drifting.ts'
export { switching, type SwitchingParameters } from './arms/switching.ts'
export { delayed, type DelayedParameters } from './arms/delayed.ts'
export {
  gaussian,
  heavyTailed,
  type GaussianParameters,
  type HeavyTailedParameters,
} from './arms/gaussian.ts'
export { discountedThompson, discountedUcb } from './policies/discounting.ts'
export { epsilonGreedy, exploreThenCommit } from './policies/epsilon-greedy.ts'
export { exp3Auer } from './policies/exp3-auer.ts'
export { exp3, exp3Ix } from './policies/exp3.ts'
export { gittins, gittinsIndex } from './policies/gittins.ts'
export { gradientBandit } from './policies/gradient-bandit.ts'
export { imed } from './policies/imed.ts'
export { klUcb } from './policies/kl-ucb.ts'
export { moss, mossAnytime } from './policies/moss.ts'
export { robustUcb } from './policies/robust-ucb.ts'
export { slidingWindowUcb } from './policies/sliding-window.ts'
export { thompsonGaussian } from './policies/thompson-gaussian.ts'
export { thompson } from './policies/thompson.ts'
export { tsallisInf } from './policies/tsallis-inf.ts'
export { ucbTuned, ucbV } from './policies/ucb-variance.ts'
export { ucb, ucb1 } from './policies/ucb.ts'
export { type Arm, type ArmChains, armOf, chainsOf } from './restless/arm-chains.ts'
export { type BudgetRule, BudgetSet } from './restless/budget-set.ts'
export { type FluidProblem, fluidBound } from './restless/fluid-bound.ts'
export {
  averageReward,
  discountedValues,
  finiteHorizonValues,
  optimalDecisions,
} from './restless/joint-values.ts'
export { type LagrangianBound, lagrangianBound } from './restless/lagrangian.ts'
export { ProductChain, type StationaryPolicy, indexPolicyOf } from './restless/product-chain.ts'
export { type RestlessParameters, restless } from './restless/restless.ts'
export { type SubsidySegment, segmentAt, subsidyPath } from './restless/subsidy-path.ts'
export { type WhittleIndices, twoStateWhittle, whittleIndices } from './restless/whittle-index.ts'
export { type ChannelAccessParameters, channelAccess } from './restless/channel-access.ts'
export { type Channel, channelArm, channelIndex } from './restless/channel-index.ts'
export { greedyAverage } from './recovering/greedy.ts'
export { IdleChain, type PullCycle, horizonOptimum, optimalCycle } from './recovering/idle-chain.ts'
export { type PeriodicPlan, planPeriodic } from './recovering/periodic-planner.ts'
export { type PeriodicSchedule, isPulled } from './recovering/periodic-schedule.ts'
export { bestPeriodicSchedule } from './recovering/periodic-search.ts'
export { type RecoveringParameters, recovering } from './recovering/recovering.ts'
export { recoveringUcb } from './recovering/recovering-ucb.ts'
export { type RecoveryCurves } from './recovering/recovery-curves.ts'
export { type UpperBound, upperBound } from './recovering/upper-bound.ts'
export { bagging } from './contextual/bagging.ts'
export { combLinucb } from './contextual/comb-linucb.ts'
export { epsilonGreedyRidge } from './contextual/epsilon-greedy-ridge.ts'
export { falcon } from './contextual/falcon.ts'
export { fastcb, squarecb } from './contextual/inverse-gap-policies.ts'
export { linear, type LinearParameters } from './contextual/linear.ts'
export { lints } from './contextual/lints.ts'
export { linucb } from './contextual/linucb.ts'
export { logistic, type LogisticParameters } from './contextual/logistic.ts'
export { nonLinear, type NonLinearParameters } from './contextual/non-linear.ts'
export { slates, type SlatesParameters } from './contextual/slates.ts'
export { supervised, type SupervisedParameters } from './contextual/supervised.ts'
export {
  type ActionDistribution,
  type BanditLog,
  logOf,
  makeBanditLog,
  probabilitiesOf,
} from './evaluation/bandit-log.ts'
export {
  type Estimate,
  type Shrinkage,
  clipped,
  directMethod,
  doublyRobust,
  effectiveSampleSize,
  importanceWeights,
  ips,
  optimistic,
  selfNormalisedDoublyRobust,
  snips,
  subgaussian,
  switched,
} from './evaluation/estimators.ts'
export { type PolicyEvaluation, evaluatePolicy } from './evaluation/evaluate-policy.ts'
export { readBanditLog } from './evaluation/log-file.ts'
export { fitRewards, robustWeights } from './evaluation/reward-models.ts'
export { generationRetraining } from './payments/generation-retraining.ts'
export { payments, type PaymentsParameters } from './payments/payments.ts'
export { capacity } from './coupled/capacity.ts'
export { CapacitySets } from './coupled/capacity-sets.ts'
export type { ChainArms } from './coupled/chain-arms.ts'
export type { CoupledParameters } from './coupled/coupled-environment.ts'
export type { Family } from './coupled/family.ts'
export { FeasibleSets, type Maximum } from './coupled/feasible-sets.ts'
export { InterventionSets } from './coupled/intervention-sets.ts'
export { type InterventionParameters, interventions } from './coupled/interventions.ts'
export { type RoutingParameters, routing } from './coupled/routing.ts'
export { RoutingSets } from './coupled/routing-sets.ts'
export { scheduling } from './coupled/scheduling.ts'
export { SchedulingSets } from './coupled/scheduling-sets.ts'
export { doubleThompson, type DoubleThompsonConfiguration } from './preference/double-thompson.ts'
export { dueling, type DuelingParameters } from './preference/dueling.ts'
export { minimaxWinner } from './preference/minimax-winner.ts'
export { exploitability, preferenceMatrix, type PreferenceMatrix } from './preference/preference-matrix.ts'
export { rucb, type RucbConfiguration } from './preference/rucb.ts'
export { sparring } from './preference/sparring.ts'
export { hedgeStep, inpoStep, klDivergence, nashMdStep, regularisedNash } from './preference/self-play.ts'
export { bordaScores, condorcetWinner, copelandScores, copelandWinners } from './preference/winners.ts'
export { ShiftedPoisson, jacobiRadius, leastShift, optimalRelaxation } from './relaxation/shifted-poisson.ts'
export {
  sorChebCb,
  sorTsallisInf,
  sorTsallisInfCb,
  type BinConfiguration,
} from './relaxation/sor-policies.ts'
export { sor, type SorParameters } from './relaxation/sor.ts'
export { HerdValue } from './herd/herd-value.ts'
export { herd, type HerdParameters } from './herd/herd.ts'
export type { HerdModel } from './herd/social-learning.ts'
export { BayesOptimal } from './meta/bayes-optimal.ts'
export { meta, type MetaParameters } from './meta/meta.ts'
export { bestWalk } from './submodular/best-walk.ts'
export { coverage, type CoverageParameters } from './submodular/coverage.ts'
