/** Which adapters a cell takes, where several could repair what is missing: what the learner requires decides. */
import {
  type ActionSpace,
  type EnvironmentSpec,
  type Requirement,
  applicability,
  box,
  combinatorial,
  discrete,
  multiDiscrete,
} from '@gauntlet/core'
import { expect, test } from 'vitest'
import { ADAPTERS } from '../../src/adapters/index.ts'
import { showdown } from '../showdown.ts'
import { tiny } from '../tiny.ts'
import { drifters } from './drifters.ts'

const ALONE: Requirement = { agents: 'one', sides: 1, protocol: 'episodic', objectives: 1 }
const SINGLE: Requirement = { ...ALONE, actions: ['discrete'] }
const FACTORED: Requirement = { ...ALONE, actions: ['discrete', 'multi-discrete'] }
const REAL: Requirement = { ...ALONE, actions: ['box'] }
const TEAM: Requirement = { ...ALONE, agents: 'team', actions: ['discrete', 'multi-discrete', 'box'] }

const one = (action: ActionSpace, changes: Partial<EnvironmentSpec> = {}): EnvironmentSpec => ({
  ...tiny.describe(),
  agents: 1,
  masked: false,
  action,
  faces: ['snapshot', 'instance', ...(action.kind === 'combinatorial' ? (['feasible'] as const) : [])],
  ...changes,
})
const team = drifters.describe()
const side = showdown.describe()
const dependent = (...counts: number[]): EnvironmentSpec =>
  one(multiDiscrete(counts), { masked: true, faces: ['snapshot', 'instance', 'maskAfter'] })
const graph = {
  nodes: 3,
  edges: [
    [0, 1],
    [0, 2],
  ] as const,
  actions: [
    { kind: 'edge', index: 0 },
    { kind: 'edge', index: 1 },
  ] as const,
}

/** Ids of the adapters, in order; the reason where there are none that do. */
function chosen(spec: EnvironmentSpec, requires: Requirement): string {
  const answer = applicability('test/x', spec, requires, ADAPTERS)
  if (answer.kind === 'adapted') return answer.adapters.map(({ id }) => id).join(' ')
  return answer.kind === 'runs' ? 'runs' : answer.reason
}

test.each<[what: string, spec: EnvironmentSpec, requires: Requirement, adapters: string]>([
  ['a team, learnt alone', team, { agents: 'one' }, 'share-parameters'],
  ['a team, decided for together', team, { agents: 'joint' }, 'centralise'],
  ['a population', team, { agents: 'one', population: true }, 'mean-field'],
  ['one number, one choice', one(box([1], 0, 1)), SINGLE, 'discretise'],
  ['two numbers, one choice', one(box([2], 0, 1)), SINGLE, 'discretise'],
  [
    'three numbers, one choice',
    one(box([3], 0, 1)),
    SINGLE,
    "needs discrete actions; the environment's are box",
  ],
  ['one number, several choices', one(box([1], 0, 1)), FACTORED, 'bins-per-dimension'],
  ['three numbers, several choices', one(box([3], 0, 1)), FACTORED, 'bins-per-dimension'],
  [
    'a number without bounds',
    one(box([1], 0, Infinity)),
    SINGLE,
    "needs discrete actions; the environment's are box",
  ],
  ['two factors, one choice', one(multiDiscrete([9, 9])), SINGLE, 'flatten-legal-pairs'],
  ['two large factors, one choice', one(multiDiscrete([200, 200])), SINGLE, 'independent-factors'],
  ['three factors, one choice', one(multiDiscrete([2, 3, 4])), SINGLE, 'independent-factors'],
  ['two dependent factors, one choice', dependent(9, 9), SINGLE, 'flatten-legal-pairs'],
  ['three dependent factors, one choice', dependent(9, 9, 9), SINGLE, 'autoregressive'],
  [
    'dependent factors, chosen independently',
    dependent(9, 9),
    { ...FACTORED, dependentFactors: false },
    'autoregressive',
  ],
  ['dependent factors, heeded', dependent(9, 9), FACTORED, 'runs'],
  ['a choice, by real numbers', one(discrete(4)), REAL, 'relax-logits'],
  [
    'a choice online, by real numbers',
    one(discrete(4), { protocol: 'online' }),
    REAL,
    "needs box actions; the environment's are discrete",
  ],
  [
    'factors, by real numbers',
    one(multiDiscrete([4, 4, 4])),
    REAL,
    "needs box actions; the environment's are multi-discrete",
  ],
  ['a subset, by real numbers', one(combinatorial(5, 'any')), REAL, 'score+oracle'],
  ['a subset, by several choices', one(combinatorial(5, 'any')), FACTORED, 'score+oracle'],
  ['a subset, by one choice', one(combinatorial(5, 'any')), SINGLE, 'score+oracle independent-factors'],
  [
    'a subset of two, by one choice',
    one(combinatorial(2, 'any')),
    SINGLE,
    'score+oracle flatten-legal-pairs',
  ],
  [
    'a subset online, by an index policy',
    one(combinatorial(5, 'any'), { protocol: 'online' }),
    { ...SINGLE, protocol: 'online' },
    "needs discrete actions; the environment's are combinatorial",
  ],
  ['a bandit', one(discrete(4), { protocol: 'online' }), SINGLE, 'bandit-as-mdp'],
  ['slots for a team', one(multiDiscrete([4, 4, 4])), TEAM, 'slots-as-agents'],
  ['nodes for a team', one(box([2], 0, 1), { graph }), TEAM, 'nodes-as-agents'],
  [
    'nodes for a team of one choice',
    one(box([2], 0, 1), { graph }),
    { ...TEAM, actions: ['discrete'] },
    'nodes-as-agents discretise',
  ],
  ['a number that belongs to no node', one(box([2], 0, 1)), TEAM, 'needs more than one agent on a side'],
  ['a game, one choice', side, SINGLE, 'opponent-pool flatten-legal-pairs'],
  ['a game for a team', side, TEAM, 'opponent-pool slots-as-agents'],
  ['several objectives', one(discrete(4), { objectives: 3 }), SINGLE, 'scalarise'],
  ['success or failure', one(discrete(4)), { ...SINGLE, outcome: true }, 'outcome-threshold'],
  [
    'success or failure, unbounded',
    one(discrete(4), { rewardRange: [-Infinity, 0] }),
    { ...SINGLE, outcome: true },
    'needs episodes that succeed or fail',
  ],
  [
    'success or failure, of known returns',
    one(discrete(4), { rewardRange: [-Infinity, 0], returnRange: [-90, -10] }),
    { ...SINGLE, outcome: true },
    'outcome-threshold',
  ],
  ['a window', one(discrete(4)), { ...SINGLE, history: 8 }, 'history'],
  ['data', one(box([1], 0, 1)), { ...SINGLE, dataset: true }, 'discretise record-dataset'],
])('%s', (_, spec, requires, adapters) => {
  expect(chosen(spec, requires)).toBe(adapters)
})

test('every adapter has an id of its own and says what it costs', () => {
  expect(new Set(ADAPTERS.map(({ id }) => id)).size).toBe(18)
  for (const { note } of ADAPTERS) expect(note.length).toBeGreaterThan(20)
})
