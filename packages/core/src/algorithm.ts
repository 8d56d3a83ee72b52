/**
 * Algorithms and learners: `defineAlgorithm`, `Learner`, `TrainingEvent`; `expertAlgorithm` and
 * `policyAlgorithm` turn policies without training into algorithms; `expertPolicy`.
 */
import { type Requirement, applicability, checkRequirement } from './applicability.ts'
import { checkIdentity } from './definition.ts'
import type { Environment } from './environment.ts'
import { GauntletError } from './errors.ts'
import { BOOLEAN, FUNCTION, OBJECT, TEXT, listOf, optional, requireForm, requireValue } from './form.ts'
import { type Schema, checkSchema, resolveParameters } from './parameters.ts'
import { type Policy, checkPolicy } from './policy.ts'
import type { Seed } from './random/seed.ts'
import type { Recipe } from './recipe.ts'
import type { EnvironmentSpec } from './spec.ts'

/** What a learner is made for. */
export interface LearnerContext<C extends object> {
  readonly spec: EnvironmentSpec
  readonly configuration: C
  /** Everything random in the learner is folded from it. */
  readonly seed: Seed
  /** Numeric backend by name, `wasm` unless the user chose another. */
  readonly backend: string
}

/** What training tells whoever runs it. `steps` counts world steps drawn so far. */
export type TrainingEvent =
  | { readonly kind: 'progress'; readonly steps: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly kind: 'checkpoint'; readonly steps: number }

/** A learner owns its training loop; whoever runs it evaluates `policy`, apart from training. */
export interface Learner {
  /** The policy as learnt so far. */
  readonly policy: Policy
  /**
   * Trains for `budget` world steps on an environment that has been reset. Absent where there is nothing to train.
   * At a `checkpoint` event `save` gives the exact state from which a new learner goes on to the same bits.
   */
  train?(environment: Environment, budget: number): Iterable<TrainingEvent> | AsyncIterable<TrainingEvent>
  save?(): Uint8Array
  load?(state: Uint8Array): void
  /** Frees what the engine does not collect by itself. */
  dispose?(): void
}

/** What the author of an algorithm writes. */
export interface AlgorithmSource<C extends object> {
  /** A name in the field's spelling; `domain/name` where it is made for one domain. */
  readonly id: string
  /** A whole number that rises whenever any result could change. */
  readonly version: number
  readonly family: string
  readonly summary: string
  /** Paper and section. */
  readonly source: string
  readonly requires: Requirement
  /** Whether chance is the rule itself, so that the policy draws even when it is greedy; false unless said. */
  readonly alwaysDraws?: boolean
  /**
   * Whether it acts on what no policy in use could know, such as future demand: a bound on what can be reached, shown
   * beside the others but never ranked. A policy that sees the whole present state is none. False unless said.
   */
  readonly oracle?: boolean
  /**
   * A field `worlds`, where there is one, says how many worlds are trained on side by side. A field `data`, where there is one
   * and it holds a file, is recorded play: whoever runs the learner gives it to the environment as its dataset.
   */
  readonly configuration: Schema<C>
  /** The composition, where the algorithm is one: shown on its page, and part of a cell's key. */
  readonly recipe?: Recipe
  /** Refuses fields that do not go together. Errors: ParameterError naming one of them. */
  check?(configuration: C): void
  create(context: LearnerContext<C>): Learner | Promise<Learner>
}

/** What everybody else uses: the configuration may be given in part, and is checked. */
export interface AlgorithmDefinition<C extends object = object> {
  readonly kind: 'algorithm'
  readonly id: string
  readonly version: number
  readonly family: string
  readonly summary: string
  readonly source: string
  readonly requires: Requirement
  /** Whether it trains, so that a budget matters. */
  readonly trains: boolean
  /** Whether the policy draws even when it is greedy. */
  readonly alwaysDraws: boolean
  /** Whether it acts on what no policy in use could know, and is therefore never ranked. */
  readonly oracle: boolean
  readonly configuration: Schema<C>
  readonly recipe: Recipe
  resolve(configuration?: Partial<C>): C
  create(
    context: Omit<LearnerContext<C>, 'configuration'> & { readonly configuration?: Partial<C> },
  ): Promise<Learner>
}

/** Turns a source into a definition. Errors: GauntletError naming the part of it that is missing or malformed. */
export function defineAlgorithm<C extends object>(
  source: AlgorithmSource<C> & { readonly trains: boolean },
): AlgorithmDefinition<C> {
  requireValue(source, 'defineAlgorithm', OBJECT, 'definition')
  const { id } = source
  checkIdentity('algorithm', id, source.version)
  requireForm(source, id, {
    family: TEXT,
    summary: TEXT,
    source: TEXT,
    trains: BOOLEAN,
    alwaysDraws: optional(BOOLEAN),
    oracle: optional(BOOLEAN),
    recipe: optional(OBJECT),
    check: optional(FUNCTION),
    create: FUNCTION,
  })
  checkRequirement(source.requires, `${id}.requires`)
  checkSchema(source.configuration, `${id}.configuration`)
  const resolve = (given: Partial<C> = {}): C => {
    const configuration = resolveParameters(source.configuration, given, id)
    source.check?.(configuration)
    return configuration
  }
  return {
    kind: 'algorithm',
    id,
    version: source.version,
    family: source.family,
    summary: source.summary,
    source: source.source,
    requires: source.requires,
    trains: source.trains,
    alwaysDraws: source.alwaysDraws ?? false,
    oracle: source.oracle ?? false,
    configuration: source.configuration,
    recipe: source.recipe ?? {},
    resolve,
    create: async ({ configuration, ...context }) => {
      const learner = await source.create({ ...context, configuration: resolve(configuration) })
      requireValue(learner, `${id}: what create gave`, OBJECT, 'definition')
      checkPolicy(learner.policy, `${id}: the learner’s policy`)
      return learner
    },
  }
}

/**
 * An algorithm that acts by a fixed rule: nothing is trained, and a budget does not matter. `create` refuses a spec that
 * lacks what the rule requires.
 */
export function policyAlgorithm<C extends object>(
  source: Omit<AlgorithmSource<C>, 'create'> & { policy(context: LearnerContext<C>): Policy },
): AlgorithmDefinition<C> {
  requireValue(source, 'policyAlgorithm', OBJECT, 'definition')
  const { policy, ...rest } = source
  requireValue(policy, `${String(source.id)}.policy`, FUNCTION, 'definition')
  const create = (context: LearnerContext<C>): Learner => {
    const { environments: _, ...requires } = source.requires
    const verdict = applicability('', context.spec, requires)
    if (verdict.kind === 'not-applicable')
      throw new GauntletError('requires', `${source.id}: ${verdict.reason}`)
    return { policy: policy(context) }
  }
  return defineAlgorithm({ ...rest, trains: false, create })
}

/** A scripted policy of an environment's expert face, as an algorithm of its own; `configuration` is what it leaves open. */
export function expertAlgorithm<C extends object = Record<string, never>>(
  source: Omit<AlgorithmSource<C>, 'create' | 'configuration' | 'requires'> & {
    readonly expert: string
    readonly environments: readonly string[]
    readonly configuration?: Schema<C>
  },
): AlgorithmDefinition<C> {
  requireForm(source, 'expertAlgorithm', { expert: TEXT, environments: listOf(TEXT) })
  const { expert, environments, configuration = {} as Schema<C>, ...rest } = source
  return policyAlgorithm<C>({
    ...rest,
    requires: { environments, faces: ['expert'], expert },
    configuration,
    policy: (context) => expertPolicy(expert, context.configuration),
  })
}

/**
 * The expert of whatever environment it begins on, configured as `ExpertFace.policy` says. Errors: GauntletError where that has no such
 * expert, or it acts before it begins.
 */
export function expertPolicy(name: string, configuration?: object): Policy {
  let expert: Policy | undefined
  const begun = (): Policy => {
    if (expert === undefined) throw new GauntletError('order', `expert ${name}: act before begin`)
    return expert
  }
  return {
    begin(view, seed) {
      if (view.expert === undefined)
        throw new GauntletError('face', `expert ${name}: the environment has no expert face`)
      expert = view.expert.policy(name, configuration)
      expert.begin(view, seed)
    },
    act: (view, actions, mode) => begun().act(view, actions, mode),
    forget: (world, seed) => begun().forget?.(world, seed),
  }
}
