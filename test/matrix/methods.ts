/** What each method of the published matrix requires: `METHODS`, `requirementsOf`. */
import type { AlgorithmDefinition, Requirement } from '@gauntlet/core'
import algos from '../../packages/algos/src/plugin.ts'
import bandits from '../../packages/env-bandits/src/plugin.ts'

/** Of ours that go by the name that they have in the matrix. */
const SAME = [
  'random',
  'scripted',
  'reinforce',
  'a2c',
  'ppo',
  'ppo-rnn',
  'ppo-kl-reg',
  'ppo-lagrangian',
  'dqn',
  'double-dueling-dqn',
  'pqn',
  'sac',
  'sac-discrete',
  'td3',
  'ippo',
  'mappo',
  'iql-independent',
  'vdn',
  'qmix',
  'dec-pomfppo',
  'cem',
  'cma-es',
  'openai-es',
  'mcts-puct',
  'bc',
  'percent-bc',
  'dagger',
  'iql-implicit',
  'td3bc',
  'awac',
  'grpo',
  'dr-grpo',
  'rloo',
  'loop',
  'lite-ppo',
  'flow-grpo',
  'bnpo',
  'opmd',
  'asymre',
  'clip-cov',
  'kl-cov',
  'hpt',
  'self-play',
  'fictitious-play',
  'psro',
  'exploiter',
  'hdpo',
  'pdppo',
  'sequoia',
  'emergent-explore',
  'mo-ppo-scalar',
]

/** The ids of the algorithms of ours that go by a method's name. */
export const METHODS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...SAME.map((id): [string, readonly string[]] => [id, [id]]),
  ['cql', ['cql', 'cql-continuous']],
  ['rec', ['rec-one-side', 'rec-two-side', 'rec-ring']],
  ['regression-oracle-igw', ['squarecb', 'fastcb', 'falcon', 'generation-retraining']],
  ['ucb1-ts-exp3', ['ucb1', 'thompson', 'exp3']],
  ['whittle', ['bandits/whittle']],
  ['periodic-ucb', ['bandits/recovering-ucb']],
])

const INSTALLED: ReadonlyMap<string, AlgorithmDefinition> = new Map(
  [...algos.algorithms, ...bandits.algorithms].map((definition) => [definition.id, definition]),
)

/**
 * What those that go by a method's name require: a cell is applicable where it is for any of them.
 * Errors: Error where one of them is not installed under that id.
 */
export function requirementsOf(method: string): readonly Requirement[] {
  return METHODS.get(method)!.map((id) => {
    const definition = INSTALLED.get(id)
    if (definition === undefined) throw new Error(`${method}: ${id} is not installed`)
    return definition.requires
  })
}
