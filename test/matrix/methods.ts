/** What each method of the published matrix requires: `METHODS`, `requirementsOf`. */
import type { ActionKind, AlgorithmDefinition, Requirement } from '@gauntlet/core'
import algos from '../../packages/algos/src/plugin.ts'
import bandits from '../../packages/env-bandits/src/plugin.ts'

const CHOICES: readonly ActionKind[] = ['discrete', 'multi-discrete', 'box']
const ALL: readonly ActionKind[] = [...CHOICES, 'combinatorial']

const ALONE: Requirement = { agents: 'one', sides: 1, protocol: 'episodic', objectives: 1 }
const GRADIENT: Requirement = { ...ALONE, actions: CHOICES }
const VALUE: Requirement = { ...ALONE, actions: ['discrete'], activity: false }
const CONTINUOUS: Requirement = { ...ALONE, actions: ['box'] }
const TEAM: Requirement = { ...GRADIENT, agents: 'team' }
const GROUP: Requirement = { ...GRADIENT, faces: ['instance'] }
const SEARCH: Requirement = { ...ALONE, actions: ALL }
const IMITATION: Requirement = { agents: 'one', sides: 1, objectives: 1, actions: ALL, dataset: true }
const GAME: Requirement = { opponent: true, actions: CHOICES }

/** The algorithms of ours that go by a method's name; where there are none yet, what the method will require. */
type Method = { readonly ids: readonly string[]; readonly requires?: Requirement }

const own = (id: string, requires: Requirement): [string, Method] => [id, { ids: [id], requires }]
const as = (id: string, ...ids: string[]): [string, Method] => [id, { ids }]

export const METHODS: ReadonlyMap<string, Method> = new Map([
  as('random', 'random'),
  own('scripted', { faces: ['expert'] }),
  as('reinforce', 'reinforce'),
  as('a2c', 'a2c'),
  as('ppo', 'ppo'),
  own('ppo-rnn', GRADIENT),
  own('ppo-kl-reg', GRADIENT),
  as('dqn', 'dqn'),
  own('double-dueling-dqn', VALUE),
  own('pqn', VALUE),
  own('sac', CONTINUOUS),
  own('sac-discrete', VALUE),
  own('td3', CONTINUOUS),
  own('ippo', TEAM),
  own('mappo', TEAM),
  as('iql-independent', 'iql-independent'),
  as('vdn', 'vdn'),
  as('qmix', 'qmix'),
  own('dec-pomfppo', { population: true, sides: 1, actions: ['box'], protocol: 'episodic', objectives: 1 }),
  as('cem', 'cem'),
  own('cma-es', SEARCH),
  own('openai-es', SEARCH),
  own('mcts-puct', {
    agents: 'joint',
    actions: ['discrete', 'multi-discrete', 'combinatorial'],
    faces: ['snapshot'],
  }),
  own('bc', IMITATION),
  own('dagger', { ...GRADIENT, faces: ['expert'] }),
  as('cql', 'cql', 'cql-continuous'),
  own('iql-implicit', { ...GRADIENT, dataset: true }),
  own('td3bc', { ...CONTINUOUS, dataset: true }),
  own('awac', { ...GRADIENT, dataset: true }),
  own('percent-bc', IMITATION),
  as('grpo', 'grpo'),
  ...['dr-grpo', 'rloo', 'loop', 'lite-ppo', 'flow-grpo', 'bnpo', 'opmd', 'asymre'].map((id) =>
    own(id, GROUP),
  ),
  ['rec', { ids: ['rec-one-side', 'rec-two-side', 'rec-ring'], requires: GROUP }],
  own('clip-cov', GROUP),
  own('kl-cov', GROUP),
  own('hpt', { ...GROUP, faces: ['instance', 'expert'] }),
  own('self-play', GAME),
  own('fictitious-play', GAME),
  own('psro', GAME),
  own('exploiter', { agents: 'several', actions: CHOICES }),
  as('hdpo', 'hdpo'),
  as('pdppo', 'pdppo'),
  as('sequoia', 'sequoia'),
  own('emergent-explore', { ...ALONE, actions: ['discrete'], repeated: true }),
  as('regression-oracle-igw', 'squarecb', 'fastcb', 'falcon', 'generation-retraining'),
  as('ucb1-ts-exp3', 'ucb1', 'thompson', 'exp3'),
  as('whittle', 'bandits/whittle'),
  as('periodic-ucb', 'bandits/recovering-ucb'),
  own('ppo-lagrangian', { ...GRADIENT, constraints: true }),
  own('mo-ppo-scalar', { ...GRADIENT, objectives: 100, vector: true }),
])

const INSTALLED: ReadonlyMap<string, AlgorithmDefinition> = new Map(
  [...algos.algorithms, ...bandits.algorithms].map((definition) => [definition.id, definition]),
)

/** What those that go by a method's name require: a cell is applicable where it is for any of them. */
export function requirementsOf(method: string): readonly Requirement[] {
  const { ids, requires } = METHODS.get(method)!
  const real = ids.flatMap((id) => INSTALLED.get(id)?.requires ?? [])
  if (real.length > 0) return real
  if (requires === undefined) throw new Error(`${method}: none of ${ids.join(', ')} is installed`)
  return [requires]
}
