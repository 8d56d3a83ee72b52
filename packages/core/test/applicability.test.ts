import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AdapterDefinition,
  type Applicability,
  type Requirement,
  type Stage,
  applicability,
  defineAdapter,
} from '../src/applicability.ts'
import type { Environment } from '../src/environment.ts'
import { box, combinatorial, discrete, multiDiscrete } from '../src/spaces.ts'
import { type EnvironmentSpec, flatArray } from '../src/spec.ts'
import { toySpec } from './worlds/toy.ts'

const single = toySpec({ action: discrete(3) })
const team = toySpec({ action: discrete(3), agents: 3 })
const game = toySpec({ action: discrete(3), agents: 4, sides: 2, sideOf: [0, 0, 1, 1] })

function adapterOf(
  id: string,
  stage: Stage,
  adapt: (spec: EnvironmentSpec) => EnvironmentSpec | undefined,
): AdapterDefinition {
  return defineAdapter({
    id,
    version: 1,
    stage,
    note: 'made up',
    adapt,
    wrap: (environment: Environment) => environment,
  })
}

const share = adapterOf('share-parameters', 'agents', (spec) =>
  spec.sides > 1 || spec.agents === 1 ? undefined : { ...spec, agents: 1 },
)
const pool = adapterOf('opponent-pool', 'agents', (spec) =>
  spec.sides === 1 ? undefined : { ...spec, sides: 1, agents: spec.agents / spec.sides },
)
const discretise = adapterOf('discretise', 'actions', (spec) =>
  spec.action.kind === 'box' ? { ...spec, action: discrete(9) } : undefined,
)
const weigh = adapterOf('weigh-objectives', 'needs', (spec) => ({ ...spec, objectives: 1 }))
const record = adapterOf('record-dataset', 'data', (spec) => ({ ...spec, faces: [...spec.faces, 'dataset'] }))
const ALL = [share, pool, discretise, weigh, record]

const namesOf = (decision: Applicability): string =>
  decision.kind === 'adapted' ? decision.adapters.map(({ id }) => id).join(' ') : decision.kind

describe('applicability', () => {
  it('runs where nothing is asked for', () => {
    expect(applicability('toy/x', game, {})).toEqual({ kind: 'runs' })
  })

  it.each<[spec: EnvironmentSpec, requires: Requirement, reason: string]>([
    [single, { environments: ['toy/y', 'toy/z'] }, 'is made for toy/y, toy/z'],
    [game, { sides: 1 }, 'knows no opponent; the environment has 2 sides'],
    [team, { opponent: true }, 'needs an opponent'],
    [team, { agents: 'one' }, 'needs a single agent; the environment has 3'],
    [single, { agents: 'team' }, 'needs more than one agent on a side'],
    [{ ...game, agents: 2, sideOf: [0, 1] }, { agents: 'team' }, 'needs more than one agent on a side'],
    [team, { agents: 'joint' }, 'decides for a side as one agent; the environment has 3'],
    [game, { agents: 'joint' }, 'decides for a side as one agent; the environment has 4'],
    [single, { agents: 'several' }, 'needs more than one agent'],
    [single, { opponent: true }, 'needs an opponent'],
    [team, { population: true, agents: 'one' }, 'needs a mean-field view'],
    [
      { ...single, action: multiDiscrete([5, 5]) },
      { jointActions: 24 },
      'weighs at most 24 actions; the environment has 25',
    ],
    [single, { jointActions: 2 }, 'weighs at most 2 actions; the environment has 3'],
    [single, { vector: true }, 'needs several objectives; the reward is scalar'],
    [single, { constraints: true }, 'needs costs of constraints'],
    [single, { outcome: true }, 'needs episodes that succeed or fail'],
    [single, { oneStep: true }, 'needs a task of one step, met again and again'],
    [
      { ...single, protocol: 'online', carriesOver: true },
      { oneStep: true },
      'needs a task of one step, met again and again',
    ],
    [single, { repeated: true }, 'needs a task that is met several times in an episode'],
    [{ ...single, history: 3 }, { history: 4 }, 'needs the last 4 observations together'],
    [
      single,
      { actions: ['box', 'multi-discrete'] },
      "needs box or multi-discrete actions; the environment's are discrete",
    ],
    [single, { protocol: 'online' }, "needs the online protocol; the environment's is episodic"],
    [
      { ...single, objectives: 2 },
      { objectives: 1 },
      'needs a scalar reward; the environment has 2 objectives',
    ],
    [single, { state: true }, 'needs a central state'],
    [{ ...single, horizon: Infinity }, { finiteHorizon: true }, 'needs a finite horizon'],
    [{ ...single, masked: true }, { masks: false }, 'heeds no action mask; the environment has one'],
    [
      { ...single, masked: true, faces: ['maskAfter'] },
      { dependentFactors: false },
      "draws factors independently; what the environment's allow depends on those before",
    ],
    [{ ...single, activity: true }, { activity: false }, 'credits no agent that waits; here they wait'],
    [single, { rewards: [0, 1] }, "needs rewards in [0, 1]; the environment's are in [-Infinity, Infinity]"],
    [single, { faces: ['snapshot', 'differentiable'] }, 'needs the differentiable face'],
    [single, { expert: 'oracle' }, 'needs the scripted policy oracle'],
    [single, { graph: true }, 'needs a graph that the actions belong to'],
    [single, { planes: true }, 'needs an observation of planes along a grid'],
    [single, { dataset: true }, 'needs a dataset'],
  ])('gives the reason where something is missing (%#)', (spec, requires, reason) => {
    expect(applicability('toy/x', spec, requires)).toEqual({ kind: 'not-applicable', reason })
  })

  it('runs where everything that is asked for is there', () => {
    const rich: EnvironmentSpec = {
      ...team,
      state: flatArray('all', 2),
      rewardRange: [0, 1],
      faces: ['snapshot', 'expert', 'dataset'],
      experts: [{ name: 'oracle', description: '', seesHiddenState: true, source: '' }],
    }
    const requires: Requirement = {
      environments: ['toy/x'],
      agents: 'team',
      sides: 1,
      actions: ['discrete'],
      protocol: 'episodic',
      faces: ['snapshot'],
      expert: 'oracle',
      objectives: 1,
      state: true,
      finiteHorizon: true,
      masks: false,
      rewards: [-1, 1],
      dataset: true,
    }
    expect(applicability('toy/x', rich, requires)).toEqual({ kind: 'runs' })
  })

  it.each<[spec: Partial<EnvironmentSpec>, requires: Requirement]>([
    [
      { agents: 2, sides: 2, sideOf: [0, 1] },
      { agents: 'joint', opponent: true },
    ],
    [{ agents: 2, sides: 2, sideOf: [0, 1] }, { agents: 'several' }],
    [{ population: 50 }, { agents: 'one', population: true }],
    [{ action: multiDiscrete([5, 5]) }, { jointActions: 25 }],
    [{ action: box([9], 0, 1) }, { jointActions: 1 }],
    [{ objectives: 2 }, { vector: true }],
    [{ constraints: ['speed'] }, { constraints: true }],
    [{ outcome: true }, { outcome: true }],
    [{ protocol: 'online' }, { oneStep: true }],
    [{ protocol: 'episodic', oneStep: true }, { oneStep: true }],
    [{ protocol: 'online', repeats: 20 }, { repeated: true }],
    [{ history: 4 }, { history: 3 }],
  ])('runs where what is asked for is there (%#)', (spec, requires) => {
    expect(applicability('toy/x', { ...single, ...spec }, requires)).toEqual({ kind: 'runs' })
  })

  it('looks at agents before actions, actions before needs, needs before data', () => {
    const spec = { ...team, action: combinatorial(3, 'any'), objectives: 2 }
    const requires: Requirement = { agents: 'one', actions: ['box'], objectives: 1, dataset: true }
    const reasonWith = (adapters: readonly AdapterDefinition[]): unknown => {
      const decision = applicability('toy/x', spec, requires, adapters)
      return decision.kind === 'not-applicable' ? decision.reason.slice(0, 20) : namesOf(decision)
    }
    const boxed = adapterOf('boxed', 'actions', (seen) => ({ ...seen, action: box([1], 0, 1) }))
    expect(reasonWith([])).toBe('needs a single agent')
    expect(reasonWith([share])).toBe('needs box actions; t')
    expect(reasonWith([share, boxed])).toBe('needs a scalar rewar')
    expect(reasonWith([share, boxed, weigh])).toBe('needs a dataset')
    expect(reasonWith([record, weigh, boxed, share])).toBe(
      'share-parameters boxed weigh-objectives record-dataset',
    )
  })

  it('uses no adapter where none is needed, and only those of the stage that lacks something', () => {
    expect(applicability('toy/x', single, { agents: 'one' }, ALL)).toEqual({ kind: 'runs' })
    const boxes = { ...team, action: box([1], 0, 1) }
    expect(namesOf(applicability('toy/x', boxes, { actions: ['discrete'] }, ALL))).toBe('discretise')
  })

  it('takes the first by id where several would do, whatever the order in which they are given', () => {
    const adapters = ['c', 'a', 'b'].map((id) => adapterOf(id, 'agents', (spec) => ({ ...spec, agents: 1 })))
    for (const order of [adapters, adapters.toReversed()]) {
      expect(namesOf(applicability('toy/x', team, { agents: 'one' }, order))).toBe('a')
    }
  })

  it('takes several adapters of one stage where a single one is not enough, and no more than needed', () => {
    const requires: Requirement = { agents: 'one', sides: 1 }
    expect(namesOf(applicability('toy/x', game, requires, ALL))).toBe('opponent-pool share-parameters')
    const both = adapterOf('z-both', 'agents', (spec) => ({ ...spec, agents: 1, sides: 1 }))
    expect(namesOf(applicability('toy/x', game, requires, [...ALL, both]))).toBe('z-both')
  })

  it('is not repaired by an adapter that leaves the environment as lacking as before', () => {
    const idle = adapterOf('idle', 'agents', (spec) => spec)
    expect(applicability('toy/x', team, { agents: 'one' }, [idle])).toMatchObject({ kind: 'not-applicable' })
  })

  it('never asks adapters about another environment', () => {
    const never = adapterOf('never', 'agents', () => expect.unreachable())
    expect(applicability('toy/x', team, { environments: ['toy/y'], agents: 'one' }, [never]).kind).toBe(
      'not-applicable',
    )
  })

  it('is pure: it changes nothing and answers the same again, in any order of the adapters', () => {
    const specs = fc.constantFrom(single, team, game, { ...team, action: box([1], 0, 1), objectives: 3 })
    const requirements = fc.record<Requirement>(
      {
        agents: fc.constantFrom('one', 'team'),
        sides: fc.constantFrom(1, 2),
        actions: fc.constantFrom(['discrete'], ['box'], ['box', 'discrete']),
        objectives: fc.constantFrom(1, 3),
        dataset: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        specs,
        requirements,
        fc.shuffledSubarray(ALL),
        fc.nat(),
        (spec, requires, adapters, turn) => {
          const before = JSON.stringify([spec, requires, adapters.map(({ id }) => id)])
          const decision = applicability('toy/x', spec, requires, adapters)
          const k = turn % (adapters.length + 1)
          const again = applicability('toy/x', spec, requires, [
            ...adapters.slice(k),
            ...adapters.slice(0, k),
          ])
          expect(again).toEqual(decision)
          expect(JSON.stringify([spec, requires, adapters.map(({ id }) => id)])).toBe(before)
          expect(
            applicability(
              'toy/x',
              Object.freeze({ ...spec }),
              Object.freeze(requires),
              Object.freeze(adapters),
            ),
          ).toEqual(decision)
        },
      ),
    )
  })

  it('knows adapters by a proper id and version', () => {
    expect(() => adapterOf('Not An Id', 'agents', () => undefined)).toThrow('adapter id Not An Id')
    expect(share.kind).toBe('adapter')
    expect(adapterOf('score+oracle', 'actions', () => undefined).id).toBe('score+oracle')
    expect(() => adapterOf('+oracle', 'actions', () => undefined)).toThrow('digits and hyphens (or +)')
  })
})
