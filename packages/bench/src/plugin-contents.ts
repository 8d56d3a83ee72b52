/**
 * What a plugin brings, checked field by field: `readContents`. Definitions may have been written by hand, or by
 * another version of core; what is read here can be relied on afterwards.
 */
import {
  type ActionKind,
  type AdapterDefinition,
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type FaceName,
  GauntletError,
  ParameterError,
  type Plugin,
  type PresetBlock,
  type Recipe,
  type Requirement,
  SLOTS,
  checkIdentity,
} from '@gauntlet/core'
import {
  type Reader,
  anyRecord,
  configuredAlgorithm,
  ifGiven,
  list,
  oneOf,
  partOf,
  real,
  record,
  recordOf,
  someOf,
  text,
  textOr,
  whole,
} from './config-reader.ts'
import { safeAdapter, safeAlgorithm, safeEnvironment } from './safe-definitions.ts'
import { plainData } from './plain-data.ts'
import { MOST_SEEDS } from './plan.ts'
import { thrownText } from './reasons.ts'

/** A plugin of whose fields every one is what it must be. Errors: GauntletError naming `where` and the field. */
export function readContents(plugin: Plugin, where: string): Plugin {
  try {
    const { kind, apiVersion } = plugin
    return { kind, apiVersion, ...contents(plugin, '') }
  } catch (error) {
    throw new GauntletError('plugin', `${where}: ${thrownText(error)}`, { cause: error })
  }
}

/** Text, which may be empty. */
const words: Reader<string> = (value, path) => (value === '' ? '' : text(value, path))

const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ParameterError(path, value, 'true or false')
  return value
}

/** A finite number, or NaN where none is known. */
const score: Reader<number> = (value, path) => (Number.isNaN(value) ? NaN : real()(value, path))

const callable: Reader<(...given: never) => unknown> = (value, path) => {
  if (typeof value !== 'function') throw new ParameterError(path, value, 'a function')
  return value as (...given: never) => unknown
}

/** A copy of plain data that the reader takes. */
function data<T>(reader: Reader<unknown>): Reader<T> {
  return (value, path) => {
    const copy = plainData(value, path)
    reader(copy, path)
    return copy as T
  }
}

const fieldKinds = ['number', 'integer', 'boolean', 'choice', 'text', 'numbers', 'integers', 'file'] as const
const schema = recordOf(partOf({ kind: oneOf(...fieldKinds), description: words }))

const reference = partOf({ score, source: words, episodes: ifGiven(whole(1)) })

const setting = partOf({
  description: words,
  parameters: anyRecord,
  references: partOf({ random: reference, best: reference }),
  evaluation: partOf({
    parameters: ifGiven(anyRecord),
    episodes: whole(1),
    instances: ifGiven(someOf(whole(0))),
    batch: whole(1),
    mode: oneOf('sample', 'greedy'),
  }),
})

const bounds: Reader<unknown> = (value, path) => {
  if (list(real())(value, path).length !== 2) throw new ParameterError(path, value, 'two numbers')
}

const actionKinds = ['discrete', 'multi-discrete', 'box', 'combinatorial'] as const satisfies ActionKind[]

const requirement = record({}, {
  environments: list(text),
  agents: oneOf('one', 'joint', 'team', 'several'),
  sides: whole(1),
  opponent: flag,
  actions: list(oneOf(...actionKinds)),
  jointActions: whole(1),
  protocol: oneOf('episodic', 'online'),
  faces: list(text as Reader<FaceName>),
  expert: text,
  objectives: whole(1),
  vector: flag,
  constraints: flag,
  population: flag,
  oneStep: flag,
  repeated: flag,
  outcome: flag,
  history: whole(1),
  state: flag,
  finiteHorizon: flag,
  rewards: bounds,
  delayed: flag,
  masks: flag,
  dependentFactors: flag,
  activity: flag,
  graph: flag,
  planes: flag,
  dataset: flag,
} satisfies Record<keyof Requirement, Reader<unknown>>)

const parts = list(partOf({ part: text, parameters: ifGiven(anyRecord) }))
const recipe = record({}, Object.fromEntries(SLOTS.map((slot) => [slot, parts])))

const identity = { version: whole(1), source: words }

const environment = definition<EnvironmentDefinition>(
  'environment',
  partOf({
    ...identity,
    summary: words,
    parameters: data<EnvironmentDefinition['parameters']>(schema),
    settings: data<EnvironmentDefinition['settings']>(recordOf(setting)),
    resolve: callable,
    describe: callable,
    make: callable,
    animate: ifGiven(callable),
  }),
  safeEnvironment,
)

const algorithm = definition<AlgorithmDefinition>(
  'algorithm',
  partOf({
    ...identity,
    family: words,
    summary: words,
    requires: data<Requirement>(requirement),
    trains: flag,
    configuration: data<AlgorithmDefinition['configuration']>(schema),
    recipe: data<Recipe>(recipe),
    resolve: callable,
    create: callable,
  }),
  safeAlgorithm,
)

const adapter = definition<AdapterDefinition>(
  'adapter',
  partOf({
    version: whole(1),
    stage: oneOf('agents', 'actions', 'needs', 'data'),
    note: words,
    adapt: callable,
    wrap: callable,
  }),
  safeAdapter,
)

/** Reads a definition: its kind, its id, then its fields; `safe` takes the given one with the fields as read. */
function definition<D extends { readonly kind: string; readonly id: string; readonly version: number }>(
  kind: 'environment' | 'algorithm' | 'adapter',
  fields: Reader<Partial<Record<keyof D, unknown>>>,
  safe: (given: D, read: Partial<D>) => D,
): Reader<D> {
  return (value, path) => {
    if ((Object(value) as { kind?: unknown }).kind !== kind) {
      const define = `define${kind[0].toUpperCase()}${kind.slice(1)}`
      throw new GauntletError('plugin', `${path} is no ${kind}; use ${define}`)
    }
    const given = value as D
    const id = text(given.id, `${path}.id`)
    const read = fields(given, path)
    checkIdentity(kind, id, given.version)
    return safe(given, read as Partial<D>)
  }
}

const block: Reader<PresetBlock> = record(
  {
    settings: list(text),
    algorithms: list(textOr(configuredAlgorithm)),
    seeds: whole(1, MOST_SEEDS),
    budget: whole(0),
  },
  {},
)

const contents = partOf({
  name: text,
  environments: list(environment),
  algorithms: list(algorithm),
  adapters: list(adapter),
  presets: data<Plugin['presets']>(recordOf(list(block))),
})
