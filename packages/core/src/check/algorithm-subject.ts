/** An algorithm under check: `AlgorithmCheckOptions`, `AlgorithmSubject`, `createAlgorithmSubject`, `act`. */
import type { AlgorithmDefinition, Learner } from '../algorithm.ts'
import type { EnvironmentDefinition } from '../definition.ts'
import type { Environment, Schedule } from '../environment.ts'
import { isLate } from '../form.ts'
import type { ActMode, Policy } from '../policy.ts'
import type { Seed } from '../random/seed.ts'
import { type ActionArray, allocateActions } from '../spaces.ts'
import { skip } from './report.ts'
import { type EnvironmentSubject, createSubject } from './subject.ts'

/** How an algorithm is checked. */
export interface AlgorithmCheckOptions<C extends object = object, P extends object = object> {
  /** Parameters of the environment over its defaults. */
  readonly parameters?: Partial<P>
  /** Configuration of the algorithm over its defaults. */
  readonly configuration?: Partial<C>
  /** Any seed; 0 unless said. */
  readonly seed?: number
  /** Steps that a comparison runs; 128 unless said. */
  readonly steps?: number
  /** World steps of training before the policy is checked; none unless said. */
  readonly budget?: number
  /** World steps of training where training itself is checked; 4096 unless said. */
  readonly trainingBudget?: number
  /** Numeric backend; `wasm` unless said. */
  readonly backend?: string
  /** Ids of the checks to run, or whole groups. */
  readonly only?: readonly string[]
}

export interface AlgorithmSubject {
  readonly algorithm: AlgorithmDefinition
  readonly environment: EnvironmentSubject
  readonly trainingBudget: number
  /** Worlds that the algorithm trains on side by side. */
  readonly worlds: number
  /** A learner of the subject's seed. */
  untrained(): Promise<Learner>
  /** A learner of the subject's seed, trained where the options ask for it. */
  learner(): Promise<Learner>
  /** The policy of a new learner on a new environment of `batch` worlds that has been reset; it has yet to begin. */
  prepare(batch: number, schedule?: Schedule): Promise<Actor>
  /** As `prepare`, and the policy has begun. */
  begin(batch: number, seeds?: { readonly policy?: Seed; readonly schedule?: Schedule }): Promise<Actor>
}

/** A policy on an environment of its own. */
export interface Actor {
  readonly environment: Environment
  readonly policy: Policy
  /** [batch, agents, actionWidth] */
  readonly actions: ActionArray
  act(mode: ActMode): void
}

/** Worlds of a learner that does not say how many. */
const WORLDS = 8
const TRAINING_BUDGET = 4096

/** Skips the check where a policy gives promises: `algorithm/synchronous` says so. */
function done(result: unknown): void {
  if (isLate(result)) skip('the policy gives promises')
}

/** Errors: ParameterError where parameters or configuration are not theirs. */
export function createAlgorithmSubject<C extends object, P extends object>(
  algorithm: AlgorithmDefinition<C>,
  definition: EnvironmentDefinition<P>,
  options: AlgorithmCheckOptions<C, P>,
): AlgorithmSubject {
  const { parameters, configuration, budget = 0, backend = 'wasm' } = options
  const environment = createSubject(definition, {
    ...(parameters !== undefined && { parameters }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.steps !== undefined && { steps: options.steps }),
  })
  const resolved = algorithm.resolve(configuration)
  const { seed } = environment
  const { worlds: given } = resolved as { worlds?: unknown }
  const side = typeof given === 'number' ? given : WORLDS
  const untrained = (): Promise<Learner> =>
    algorithm.create({ spec: environment.spec, configuration: resolved, seed, backend })
  const learner = async (): Promise<Learner> => {
    const made = await untrained()
    if (budget > 0 && made.train !== undefined) {
      const worlds = await environment.make(side)
      worlds.reset(seed.fold('training'))
      for await (const _ of made.train(worlds, budget));
    }
    return made
  }
  const prepare = async (batch: number, schedule?: Schedule): Promise<Actor> => {
    const built = await environment.make(batch)
    const { policy } = await learner()
    const actions = allocateActions(built.spec.action, batch * built.spec.agents)
    built.reset(seed, schedule)
    const act = (mode: ActMode): void => done(policy.act(built, actions, mode))
    return { environment: built, policy, actions, act }
  }
  return {
    algorithm: algorithm as unknown as AlgorithmDefinition,
    environment,
    trainingBudget: options.trainingBudget ?? TRAINING_BUDGET,
    worlds: side,
    untrained,
    learner,
    prepare,
    async begin(batch, seeds = {}) {
      const actor = await prepare(batch, seeds.schedule)
      done(actor.policy.begin(actor.environment, seeds.policy ?? seed))
      return actor
    },
  }
}
