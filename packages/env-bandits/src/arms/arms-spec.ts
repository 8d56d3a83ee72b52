/** What environments of K arms have in common: `armsSpec`, `zeroOneArmsSpec`, `armsObservation`, `ELAPSED`, fields. */
import {
  type ArraySpec,
  type Block,
  type BooleanField,
  type EnvironmentSpec,
  type IntegerField,
  type MetricSpec,
  boolean,
  discrete,
  integer,
  layout,
} from '@gauntlet/core'

export const horizonField: IntegerField = integer({
  description: 'Pulls in an episode',
  unit: 'steps',
  default: 10_000,
  minimum: 1,
  maximum: 2_147_483_647,
})

export const shuffledField: BooleanField = boolean({
  description: 'Whether every episode puts the arms in a random order',
  default: true,
})

const METRICS: readonly MetricSpec[] = [
  {
    name: 'regret',
    unit: 'reward',
    direction: 'minimise',
    description:
      'Pseudo-regret: sum over the pulls of the gap between the best mean of the step and the mean of the arm',
  },
  { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
  {
    name: 'optimal_pulls',
    unit: 'share',
    direction: 'maximise',
    description: 'Share of the pulls that went to an arm of the best mean',
  },
]

/** The arm pulled last, its reward and the time; or in place of the first two other blocks. */
export function armsObservation(
  arms: number,
  rewards: { readonly unit: string; readonly low: number; readonly high: number },
): ArraySpec {
  return {
    shape: [arms + 2],
    low: Math.min(0, rewards.low),
    high: Math.max(1, rewards.high),
    layout: layout(
      {
        name: 'last arm',
        shape: [arms],
        axis: 'flat',
        kind: 'real',
        unit: 'one-hot; 0 before the first pull',
      },
      { name: 'last reward', shape: [1], axis: 'flat', kind: 'real', unit: rewards.unit },
      ELAPSED,
    ),
  }
}

export const ELAPSED: Omit<Block, 'offset'> = {
  name: 'elapsed',
  shape: [1],
  axis: 'flat',
  kind: 'real',
  unit: 'share of the horizon, 0 to 1',
}

/** A spec of one learner that pulls one of K arms in every step, scored by pseudo-regret. */
export function armsSpec(
  arms: number,
  horizon: number,
  observation: ArraySpec,
  rewardRange: readonly [low: number, high: number],
): EnvironmentSpec {
  return {
    agents: 1,
    observation,
    action: discrete(arms),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange,
    metrics: METRICS,
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'oracle',
        description: 'Always the best arm, the first of them where there are several',
        seesHiddenState: true,
        source: 'The means themselves',
      },
    ],
    engine: 'own',
  }
}

/** The same where every pull pays 0 or 1. */
export function zeroOneArmsSpec(arms: number, horizon: number): EnvironmentSpec {
  const rewards = { unit: '0 or 1; 0 before the first pull', low: 0, high: 1 }
  return armsSpec(arms, horizon, armsObservation(arms, rewards), [0, 1])
}
