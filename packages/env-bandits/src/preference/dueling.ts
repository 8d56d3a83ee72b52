/**
 * `bandits/dueling`: in every step two arms are compared, and all that is seen is which of them was preferred.
 *
 * Symbols: K arms; T horizon; P[i, j] probability that arm i is preferred to arm j; p the Minimax Winner of P;
 * D[i] = sum over j of p[j] P[j, i] - 1/2, the gap of arm i; c_t and d_t the arms of step t.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  boolean,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  layout,
  multiDiscrete,
  numbers,
} from '@gauntlet/core'
import { DuelingRules } from './dueling-rules.ts'
import { duelingSettings } from './dueling-settings.ts'
import { type PreferenceMatrix, preferenceMatrix } from './preference-matrix.ts'
import { SELF_PLAY_EXPERTS } from './self-play-experts.ts'
import { condorcetWinner } from './winners.ts'

export interface DuelingParameters {
  /** [K, K] row-major: P */
  readonly preferences: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
}

const ID = 'bandits/dueling'

/**
 * K-armed dueling bandit: in step t arm c_t is preferred to d_t, which pays 1, where u_t < P[c_t, d_t], else 0.
 *
 * The reward is feedback, not what is to be maximised: the score is strong regret, the sum of (D[c_t] + D[d_t]) / 2. D is
 * the gap to the Condorcet winner where there is one. Where there is none every arm of the Minimax Winner has gap 0, and
 * the score is regret in hindsight instead: what the best single arm would have won against both arms of every duel.
 * The noise u_t belongs to the instance, one number a step.
 * Source: Yue, Broder, Kleinberg and Joachims 2012, The K-armed dueling bandits problem, section 2; without a Condorcet
 * winner Dudík et al. 2015, Contextual dueling bandits, section 2.
 */
export const dueling: EnvironmentDefinition<DuelingParameters> = defineEnvironment<DuelingParameters>({
  id: ID,
  version: 1,
  summary: 'Two arms are compared in every step and one is preferred; scored by strong regret',
  source: 'Yue, Broder, Kleinberg and Joachims 2012, section 2; Dudík et al. 2015, section 2',
  parameters: {
    preferences: numbers({
      description:
        'Probability with which each arm (row) is preferred to each arm (column), row by row; with its transpose it sums to 1',
      default: [0.5, 0.6, 0.6, 0.6, 0.4, 0.5, 0.9, 0.9, 0.4, 0.1, 0.5, 0.55, 0.4, 0.1, 0.45, 0.5],
      minimum: 0,
      maximum: 1,
      minimumLength: 4,
      maximumLength: 2500,
    }),
    horizon: integer({
      description: 'Duels in an episode',
      unit: 'steps',
      default: 5000,
      minimum: 1,
      maximum: 2_147_483_647,
    }),
    shuffled: boolean({
      description: 'Whether every episode puts the arms in a random order',
      default: true,
    }),
  },
  settings: duelingSettings,
  describe: describeDueling,
  make(parameters, batch) {
    const spec = describeDueling(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new DuelingRules(parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, (name) => rules.expert(name)) } }
    })
  },
})

function describeDueling({ preferences, horizon }: DuelingParameters): EnvironmentSpec {
  const matrix = preferenceMatrix(preferences, `${ID}.preferences`)
  const { arms } = matrix
  return {
    agents: 1,
    observation: {
      shape: [2 * arms + 2],
      low: 0,
      high: 1,
      layout: layout(
        {
          name: 'last duel',
          shape: [2, arms],
          axis: 'flat',
          kind: 'real',
          unit: 'its first and its second arm, each one-hot; 0 before the first duel',
        },
        { name: 'last result', shape: [1], axis: 'flat', kind: 'real', unit: '1 where the first arm won' },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: multiDiscrete([arms, arms]),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: METRICS,
    score: scoreOfGame(matrix),
    faces: ['snapshot', 'instance', 'expert'],
    experts: SELF_PLAY_EXPERTS,
    engine: 'own',
  }
}

/** Where no arm beats all others, strong regret tells little: two arms of the Minimax Winner have none in any mixture. */
function scoreOfGame(matrix: PreferenceMatrix): string {
  return condorcetWinner(matrix) >= 0 ? 'strong_regret' : 'hindsight_regret'
}

const METRICS: EnvironmentSpec['metrics'] = [
  {
    name: 'strong_regret',
    unit: 'duels',
    direction: 'minimise',
    description: 'Sum over the duels of the mean gap of the two arms to the Minimax Winner',
  },
  {
    name: 'weak_regret',
    unit: 'duels',
    direction: 'minimise',
    description: 'Sum over the duels of the lesser gap of the two arms',
  },
  {
    name: 'hindsight_regret',
    unit: 'duels',
    direction: 'minimise',
    description:
      'What the best single arm in hindsight would be expected to win beyond half, against both arms of every duel',
  },
  {
    name: 'optimal_duels',
    unit: 'share',
    direction: 'maximise',
    description: 'Share of the duels between arms that the Minimax Winner plays',
  },
]
