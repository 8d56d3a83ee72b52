/** Definitions of which a part is missing or malformed are refused by the name of the part. */
import { describe, expect, it } from 'vitest'
import { defineAlgorithm, expertAlgorithm, policyAlgorithm } from '../src/algorithm.ts'
import { defineAdapter } from '../src/applicability.ts'
import { defineEnvironment } from '../src/definition.ts'
import { GauntletError } from '../src/errors.ts'
import { checkLayout, layout } from '../src/layout.ts'
import { choice, integer } from '../src/parameters.ts'
import { definePlugin } from '../src/plugin.ts'
import { uniformPolicy } from '../src/policy.ts'
import { Seed } from '../src/random/seed.ts'
import { checkComposition, requirementOf } from '../src/recipe.ts'
import { box, checkSpace, discrete, multiDiscrete } from '../src/spaces.ts'
import { checkSpec } from '../src/spec.ts'
import { counting } from './worlds/index.ts'
import { toySettings, toySpec } from './worlds/toy.ts'

type Change = Readonly<Record<string, unknown>>

/** Each row: what is changed, and how the message begins. */
function refusals(
  define: (change: Change) => unknown,
  rows: readonly [change: Change, message: string][],
): void {
  it.each(rows)('is refused with %o', (change, message) => {
    expect(() => define(change)).toThrow(GauntletError)
    expect(() => define(change)).toThrow(message)
  })
}

const main = toySettings().main as unknown as Record<string, Change>
const withSetting = (change: Change): Change => ({ settings: { main: { ...main, ...change } } })
const evaluation = (change: Change): Change => withSetting({ evaluation: { ...main.evaluation, ...change } })

describe('an environment’s definition', () => {
  const define = (change: Change): unknown =>
    defineEnvironment({
      id: 'toy/defined',
      version: 1,
      summary: 'Defined',
      source: 'these tests',
      parameters: { steps: integer({ description: 'Steps', default: 5, minimum: 1 }) },
      settings: toySettings(),
      describe: () => toySpec({ action: discrete(2) }),
      make: () => counting.make(),
      ...change,
    } as never)

  it('is an object', () => {
    for (const junk of [undefined, null, 3, 'x']) {
      expect(() => defineEnvironment(junk as never)).toThrow(
        /^defineEnvironment: got .*, expected an object$/,
      )
    }
  })

  refusals(define, [
    [{ id: null }, 'environment id null: expected domain/name'],
    [{ id: Symbol('x') }, 'environment id Symbol(x): expected domain/name'],
    [{ version: '1' }, 'environment toy/defined: version is "1"'],
    [{ version: undefined }, 'environment toy/defined: version is undefined'],
    [{ summary: undefined }, 'toy/defined.summary: got undefined, expected text'],
    [{ describe: undefined }, 'toy/defined.describe: got undefined, expected a function'],
    [{ make: {} }, 'toy/defined.make: got {}, expected a function'],
    [{ animate: 5 }, 'toy/defined.animate: got 5, expected a function'],
    [{ parameters: undefined }, 'toy/defined.parameters: got undefined, expected an object'],
    [{ parameters: { steps: 3 } }, 'toy/defined.parameters.steps: got 3, expected an object'],
    [
      { parameters: { steps: { kind: 'whole' } } },
      'toy/defined.parameters.steps.kind: got "whole", expected one of number',
    ],
    [
      { parameters: { steps: integer({ description: 'Steps', default: 0, minimum: 1 }) } },
      'toy/defined.parameters.steps.default: got 0, expected a whole number of at least 1',
    ],
    [
      { parameters: { mode: choice({ description: 'Mode', options: undefined as never, default: 'a' }) } },
      'toy/defined.parameters.mode.options: got undefined',
    ],
    [{ settings: undefined }, 'toy/defined.settings: got undefined, expected an object'],
    [{ settings: { main: null } }, 'toy/defined:main: got null, expected an object'],
    [withSetting({ parameters: undefined }), 'toy/defined:main.parameters: got undefined'],
    [withSetting({ references: undefined }), 'toy/defined:main.references: got undefined'],
    [withSetting({ references: {} }), 'toy/defined:main.references.random: got undefined'],
    [
      withSetting({ references: { ...main.references, best: { score: '1', source: 's' } } }),
      'toy/defined:main.references.best.score: got "1", expected a number',
    ],
    [
      withSetting({ references: { ...main.references, best: { score: 1 } } }),
      'toy/defined:main.references.best.source: got undefined, expected text',
    ],
    [withSetting({ evaluation: undefined }), 'toy/defined:main.evaluation: got undefined'],
    [
      evaluation({ episodes: 0 }),
      'toy/defined:main.evaluation.episodes: got 0, expected a whole number of at least 1',
    ],
    [evaluation({ batch: 1.5 }), 'toy/defined:main.evaluation.batch: got 1.5'],
    [
      evaluation({ mode: 'random' }),
      'toy/defined:main.evaluation.mode: got "random", expected one of sample, greedy',
    ],
    [
      evaluation({ instances: [] }),
      'toy/defined:main.evaluation.instances: got [], expected a list of at least 1',
    ],
    [evaluation({ instances: Array(2) }), 'toy/defined:main.evaluation.instances: got [undefined,undefined]'],
  ])

  it('builds an environment, and nothing else', async () => {
    for (const made of [undefined, null, {}, { spec: {}, batch: 1, reset() {} }]) {
      const definition = define({ make: () => made }) as ReturnType<typeof defineEnvironment>
      await expect(definition.make()).rejects.toThrow('toy/defined: what make gave')
    }
  })
})

describe('a spec', () => {
  const check = (change: Change): void =>
    checkSpec({ ...toySpec({ action: discrete(2) }), ...change }, 'toy/x')

  it('is an object', () => {
    for (const junk of [undefined, null, 3])
      expect(() => checkSpec(junk as never, 'toy/x')).toThrow('toy/x: spec: got')
  })

  refusals(check, [
    [{ agents: '2' }, 'toy/x: spec.agents: got "2", expected a number'],
    [{ observation: undefined }, 'toy/x: spec.observation: got undefined'],
    [{ observation: { shape: 3 } }, 'toy/x: spec.observation.shape: got 3, expected a list'],
    [{ observation: { shape: Array(1), low: 0, high: 1, layout: [] } }, 'observation has shape'],
    [{ action: undefined }, 'toy/x: spec.action: got undefined'],
    [{ action: {} }, 'action.kind: got undefined, expected one of discrete'],
    [{ action: { kind: 'discrete', n: 0 } }, 'discrete n: got 0'],
    [{ masked: 1 }, 'toy/x: spec.masked: got 1, expected true or false'],
    [{ horizon: undefined }, 'toy/x: spec.horizon: got undefined'],
    [{ rewardRange: [0] }, 'toy/x: spec.rewardRange: got [0]'],
    [{ metrics: undefined }, 'toy/x: spec.metrics: got undefined, expected a list'],
    [{ metrics: Array(1) }, 'toy/x: spec.metrics[0]: got undefined'],
    [{ faces: ['snapsot'] }, 'toy/x: spec.faces: got ["snapsot"]'],
    [{ sideOf: Array(1) }, 'toy/x: spec.sideOf: got [undefined]'],
    [{ graph: { nodes: 2, edges: [[0]] } }, 'toy/x: spec.graph.edges: got [[0]]'],
  ])
})

describe('an action space', () => {
  it.each<[make: () => unknown, message: string]>([
    [() => discrete('2' as never), 'discrete n: got "2"'],
    [() => discrete(2, 'ab' as never), 'discrete names: got "ab"'],
    [() => multiDiscrete(null as never), 'multi-discrete counts: got null'],
    [() => multiDiscrete(Array(2)), 'multi-discrete counts[0]: got undefined'],
    [() => box(null as never, 0, 1), 'box shape: got null'],
    [() => box(Array(1), 0, 1), 'box shape[0]: got undefined'],
    [() => box([2], null as never, 1), 'box low: got null'],
    [() => box([2], 0, Array(2)), 'box high: got [undefined,undefined]'],
    [() => checkSpace({ ...box([1], 0, 1), outside: 'wrap' as never }), 'box.outside: got "wrap"'],
    [() => layout(null as never), 'layout[0].name: got undefined'],
    [() => checkLayout([null as never], 1), 'layout[0]: got null'],
  ])('%s is refused', (make, message) => {
    expect(make).toThrow(GauntletError)
    expect(make).toThrow(message)
  })
})

const algorithm = {
  id: 'some',
  version: 1,
  family: 'made up',
  summary: 'For these tests',
  source: 'these tests',
  requires: {},
  configuration: {},
}

describe('an algorithm’s definition', () => {
  const define = (change: Change): unknown =>
    defineAlgorithm({
      ...algorithm,
      trains: false,
      create: () => ({ policy: uniformPolicy() }),
      ...change,
    } as never)

  it('is an object', () => {
    for (const kind of [defineAlgorithm, policyAlgorithm, expertAlgorithm]) {
      expect(() => kind(null as never)).toThrow(`${kind.name}: got null, expected an object`)
    }
  })

  refusals(define, [
    [{ id: undefined }, 'algorithm id undefined'],
    [{ trains: undefined }, 'some.trains: got undefined, expected true or false'],
    [{ create: undefined }, 'some.create: got undefined, expected a function'],
    [{ family: 3 }, 'some.family: got 3, expected text'],
    [{ configuration: undefined }, 'some.configuration: got undefined, expected an object'],
    [{ requires: undefined }, 'some.requires: got undefined, expected an object'],
    [{ requires: { agent: 'one' } }, 'some.requires: unknown field agent; did you mean agents?'],
    [
      { requires: { agents: 'two' } },
      'some.requires.agents: got "two", expected one of one, joint, team, several',
    ],
    [{ requires: { actions: 'discrete' } }, 'some.requires.actions: got "discrete", expected a list'],
    [{ requires: { actions: Array(1) } }, 'some.requires.actions: got [undefined]'],
    [{ requires: { rewards: [0] } }, 'some.requires.rewards: got [0]'],
  ])

  it('of an expert names it and its environments', () => {
    const expertOf = (change: Change): unknown =>
      expertAlgorithm({ ...algorithm, expert: 'x', environments: ['a/b'], ...change } as never)
    expect(() => expertOf({ expert: undefined })).toThrow(
      'expertAlgorithm.expert: got undefined, expected text',
    )
    expect(() => expertOf({ environments: 'a/b' })).toThrow(
      'expertAlgorithm.environments: got "a/b", expected a list',
    )
  })

  it('has a policy that is there when it is asked for', async () => {
    const context = { spec: counting.describe(), seed: Seed.from(0), backend: 'wasm' }
    const late = policyAlgorithm({ ...algorithm, policy: (async () => uniformPolicy()) as never })
    await expect(late.create(context)).rejects.toThrow('some: the learner’s policy.begin: got undefined')
    expect(() => policyAlgorithm({ ...algorithm, policy: undefined as never })).toThrow(
      'some.policy: got undefined',
    )
    const none = define({ create: () => null }) as ReturnType<typeof policyAlgorithm>
    await expect(none.create(context)).rejects.toThrow('some: what create gave: got null')
  })
})

describe('an adapter’s definition', () => {
  refusals(
    (change) =>
      defineAdapter({
        id: 'a',
        version: 1,
        stage: 'needs',
        note: '',
        adapt: () => undefined,
        wrap: () => 1,
        ...change,
      } as never),
    [
      [{ stage: 'need' }, 'a.stage: got "need", expected one of agents, actions, needs, data'],
      [{ wrap: undefined }, 'a.wrap: got undefined, expected a function'],
    ],
  )
})

describe('a plugin', () => {
  refusals(
    (change) => definePlugin({ name: 'p', ...change } as never),
    [
      [{ name: undefined }, 'definePlugin.name: got undefined, expected text'],
      [{ enviroments: [] }, 'plugin p: unknown field enviroments; did you mean environments?'],
      [{ environments: undefined }, 'plugin p: environments: got undefined, expected a list'],
      [{ environments: Array(1) }, 'plugin p: environments[0] is no environment; use defineEnvironment'],
      [{ algorithms: [{}] }, 'plugin p: algorithms[0] is no algorithm; use defineAlgorithm'],
      [{ presets: { quick: {} } }, 'plugin p.presets.quick: got {}, expected a list'],
      [
        { presets: { quick: [{ settings: ['a'], algorithms: 'b', seeds: 1, budget: 0 }] } },
        'plugin p.presets.quick[0].algorithms: got "b", expected a list',
      ],
      [
        { presets: { quick: [{ settings: ['a'], algorithms: [{ name: 'b' }], seeds: 1, budget: 0 }] } },
        'plugin p.presets.quick[0].algorithms: got [{"name":"b"}], expected a list, each element text, or an object',
      ],
      [
        { presets: { quick: [{ settings: ['a'], algorithms: ['b'], seeds: 0, budget: 0 }] } },
        'plugin p.presets.quick[0].seeds: got 0',
      ],
    ],
  )
})

describe('the parts of a composition', () => {
  const part = { id: 'p', slot: 'store', reads: [], adds: [], needs: {} }
  refusals(
    (change) => checkComposition([{ ...part, ...change } as never]),
    [
      [{ slot: 'shop' }, 'parts[0].slot: got "shop", expected one of scheduler, instance-sampler'],
      [{ reads: 'x' }, 'parts[0].reads: got "x", expected a list'],
      [{ needs: undefined }, 'parts[0].needs: got undefined, expected an object'],
    ],
  )

  it('are a list', () => {
    for (const junk of [null, 3, {}]) expect(() => checkComposition(junk as never)).toThrow('parts: got ')
    expect(() => requirementOf(Array(1))).toThrow('parts[0]: got undefined')
  })
})
