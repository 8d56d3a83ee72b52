import { type EnvironmentDefinition, type Plugin, defineAdapter } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { readContents } from '../src/plugin-contents.ts'
import toy from './plugins/toy.ts'

const [walk] = toy.environments
const [random] = toy.algorithms
const { short } = walk.settings
const adapter = defineAdapter({
  id: 'none',
  version: 1,
  stage: 'needs',
  note: 'changes nothing',
  adapt: (spec) => spec,
  wrap: (environment) => environment,
})

/** The toy plugin, some of whose fields are otherwise. */
const read = (fields: object): Plugin => readContents({ ...toy, ...fields } as Plugin, 'plugin toy')
const environment = (fields: object): Plugin => read({ environments: [{ ...walk, ...fields }] })
const algorithm = (fields: object): Plugin => read({ algorithms: [{ ...random, ...fields }] })
const setting = (fields: object): Plugin => environment({ settings: { z: { ...short, ...fields } } })
const block = (fields: object): Plugin =>
  read({ presets: { quick: [{ settings: ['*'], algorithms: ['*'], seeds: 1, budget: 0, ...fields }] } })
const circle: { self?: object } = {}
circle.self = circle

describe('a plugin', () => {
  it('that is sound is read as it is', () => {
    const { environments, algorithms, adapters, presets } = read({ adapters: [adapter] })
    expect(environments.map(({ id }) => id)).toEqual(['toy/walk'])
    expect(environments[0].settings).toEqual(walk.settings)
    expect(environments[0].describe({})).toEqual(walk.describe({}))
    expect(algorithms[3].resolve({})).toEqual(toy.algorithms[3].resolve({}))
    expect(adapters[0].adapt(walk.describe({}), {})).toEqual(walk.describe({}))
    expect(presets).toEqual(toy.presets)
  })

  it.each([
    [() => read({ name: 5 }), 'name: got 5, expected text'],
    [() => read({ environments: 5 }), 'environments: got 5, expected a list'],
    [() => read({ environments: [random] }), 'environments[0] is no environment; use defineEnvironment'],
    [() => environment({ id: 'Walk' }), 'environment id Walk: expected domain/name'],
    [() => environment({ id: undefined }), 'environments[0].id: got undefined, expected text'],
    [() => environment({ version: 1.5 }), 'environments[0].version: got 1.5, expected a whole number'],
    [() => environment({ settings: null }), 'environments[0].settings: got null, expected an object'],
    [() => environment({ parameters: { n: { kind: 'x' } } }), 'environments[0].parameters.n.kind: got "x"'],
    [() => environment({ describe: 5 }), 'environments[0].describe: got 5, expected a function'],
    [() => environment({ animate: 5 }), 'environments[0].animate: got 5, expected a function'],
    [() => setting({ evaluation: undefined }), 'environments[0].settings.z.evaluation: got undefined'],
    [
      () => setting({ evaluation: { ...short.evaluation, episodes: 0 } }),
      'environments[0].settings.z.evaluation.episodes: got 0, expected a whole number of at least 1',
    ],
    [
      () => setting({ evaluation: { ...short.evaluation, instances: [-1] } }),
      'environments[0].settings.z.evaluation.instances[0]: got -1, expected a whole number of at least 0',
    ],
    [() => setting({ references: {} }), 'environments[0].settings.z.references.random: got undefined'],
    [() => setting({ parameters: circle }), 'environments[0].settings.z.parameters.self: holds itself'],
    [
      () => algorithm({ requires: { agent: 'one' } }),
      'algorithms[0].requires.agent: unknown field; did you mean',
    ],
    [
      () => algorithm({ requires: { agents: 2 } }),
      'algorithms[0].requires.agents: got 2, expected one of one',
    ],
    [
      () => algorithm({ requires: { rewards: [0] } }),
      'algorithms[0].requires.rewards: got [0], expected two',
    ],
    [
      () => algorithm({ recipe: { glue: [] } }),
      'algorithms[0].recipe.glue: unknown field; the fields are sch',
    ],
    [() => algorithm({ trains: 'yes' }), 'algorithms[0].trains: got "yes", expected true or false'],
    [
      () => read({ adapters: [{ ...adapter, stage: 'last' }] }),
      'adapters[0].stage: got "last", expected one',
    ],
    [() => read({ presets: { quick: 5 } }), 'presets.quick: got 5, expected a list'],
    [() => block({ settings: 'x' }), 'presets.quick[0].settings: got "x", expected a list'],
    [
      () => block({ seeds: 1e9 }),
      'presets.quick[0].seeds: got 1000000000, expected a whole number from 1 to 100000',
    ],
    [
      () => block({ algorithms: [{ id: 'a', configuration: 5 }] }),
      'presets.quick[0].algorithms[0].configuration: got 5, expected an object',
    ],
    [() => block({ budget: NaN }), 'presets.quick[0].budget: got NaN, expected a whole number of at least 0'],
    [() => block({ budgets: 5 }), 'presets.quick[0].budgets: unknown field; did you mean budget'],
  ])('with a wrong field is refused (%#)', (attempt, message) => {
    expect(attempt).toThrow(`plugin toy: ${message}`)
  })
})

describe('the code of a definition', () => {
  const described = (answer: () => unknown): EnvironmentDefinition =>
    environment({ describe: answer }).environments[0]

  it('that throws, or answers amiss, is named', () => {
    const broken = described(() => {
      throw new Error('broke')
    })
    expect(() => broken.describe({})).toThrow('environment toy/walk: describe failed: Error: broke')
    expect(() => described(() => null).describe({})).toThrow('describe failed: TypeError: it answered null')
    expect(() => described(() => ({})).describe({})).toThrow(
      'toy/walk: spec.agents: got undefined, expected a number',
    )
    const { algorithms } = algorithm({ resolve: () => 5 })
    expect(() => algorithms[0].resolve({})).toThrow(
      'algorithm toy/random: resolve failed: TypeError: it answered 5',
    )
  })

  it('that refuses parameters is heard as it is', () => {
    expect(() => environment({}).environments[0].resolve({ length: 99 } as object)).toThrow(
      /^toy\/walk\.length: got 99/,
    )
  })
})
