/**
 * `bandits/meta`: Bernoulli bandits one after the other in one episode, each played for a block of pulls.
 *
 * Symbols: K arms; n pulls in a block; B blocks; M memory; p[k] mean of arm k in its block, drawn from Beta(alpha, beta).
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { META_EXPERTS } from './meta-experts.ts'
import { MetaRules } from './meta-rules.ts'
import { metaSettings } from './meta-settings.ts'

export interface MetaParameters {
  readonly arms: number
  readonly pulls: number
  readonly blocks: number
  readonly alpha: number
  readonly beta: number
  readonly memory: number
}

const ID = 'bandits/meta'

/**
 * Meta-bandits: a K-armed Bernoulli bandit is drawn, repeated for n pulls and thrown away, B times over.
 *
 * The three conditions under which a greedy learner comes to explore are knobs: recurrence (n = 1 leaves nothing to learn from),
 * memory (the observation holds the last M pulls), and credit over the block (the learner's own discount). Means and noise
 * belong to the instance, one number of noise a step whatever is pulled.
 * Source: Rentschler and Roberts 2025, arXiv 2508.01287, section 3.
 */
export const meta: EnvironmentDefinition<MetaParameters> = defineEnvironment<MetaParameters>({
  id: ID,
  version: 1,
  summary: 'A new Bernoulli bandit every block, and a memory of the last pulls; scored by pseudo-regret',
  source: 'Rentschler and Roberts 2025, Exploitation is all you need, arXiv 2508.01287',
  parameters: {
    arms: integer({ description: 'K', unit: 'arms', default: 2, minimum: 2, maximum: 1000 }),
    pulls: integer({
      description: 'n, pulls of each bandit: 1 is no recurrence',
      unit: 'steps',
      default: 20,
      minimum: 1,
      maximum: 1_000_000,
    }),
    blocks: integer({
      description: 'B, bandits in an episode',
      unit: 'blocks',
      default: 10,
      minimum: 1,
      maximum: 2000,
    }),
    alpha: number({
      description: 'First parameter of the Beta distribution of means',
      default: 1,
      minimum: 0.01,
      maximum: 1e6,
    }),
    beta: number({
      description: 'Second parameter of the Beta distribution of means',
      default: 1,
      minimum: 0.01,
      maximum: 1e6,
    }),
    memory: integer({
      description: 'M, pulls that the observation shows: 0 is no memory',
      unit: 'steps',
      default: 20,
      minimum: 0,
      maximum: 1000,
    }),
  },
  settings: metaSettings,
  describe: describeMeta,
  make(parameters, batch) {
    const spec = describeMeta(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new MetaRules(parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, (name) => rules.expert(name)) } }
    })
  },
})

function describeMeta({ arms, pulls, blocks, memory }: MetaParameters): EnvironmentSpec {
  const flag = {
    name: 'new block',
    shape: [1],
    axis: 'flat',
    kind: 'real',
    unit: '1 before the first pull of a block',
  } as const
  const pull = {
    name: 'memory',
    shape: [memory, arms + 2],
    axis: 'token',
    kind: 'real',
    unit: 'last pull first: arm one-hot, reward, 1 where it was the first of a block; 0 before the first pull',
  } as const
  return {
    agents: 1,
    observation: {
      shape: [memory * (arms + 2) + 1],
      low: 0,
      high: 1,
      layout: memory === 0 ? layout(flag) : layout(pull, flag),
    },
    action: discrete(arms),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: pulls * blocks,
    horizonEnd: 'terminated',
    protocol: 'online',
    ...(pulls > 1 && { repeats: pulls }),
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: METRICS,
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: META_EXPERTS,
    engine: 'own',
  }
}

const METRICS: EnvironmentSpec['metrics'] = [
  {
    name: 'regret',
    unit: 'reward',
    direction: 'minimise',
    description:
      'Pseudo-regret: sum over the pulls of the gap between the best mean of the block and that of the arm',
  },
  { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
  {
    name: 'optimal_pulls',
    unit: 'share',
    direction: 'maximise',
    description: 'Share of the pulls that went to the best arm of the block',
  },
]
