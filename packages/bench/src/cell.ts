/** One cell, run in the thread at hand: `runCell`, `CellRun`, `buildPolicy`, `evaluationEnvironment`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  GauntletError,
  type Learner,
  digestOf,
  isGame,
  namedOpponents,
  opponentNames,
  sha256,
} from '@gauntlet/core'
import { type Catalogue, adapterOf, algorithmOf, environmentOf } from './catalogue.ts'
import type { Cell } from './cells.ts'
import { contest, seating } from './contest.ts'
import { type EvaluationPlan, evaluate } from './evaluate.ts'
import type { CellResult, Provenance } from './records.ts'
import { cellSeeds } from './seeds.ts'
import { type Resumption, type Trained, type Training, train } from './train.ts'

/** How long a run took: provenance, never part of the result. */
export type CellTiming = Pick<
  Provenance,
  'startedAt' | 'trainingSeconds' | 'evaluationSeconds' | 'microsecondsPerDecision'
>

export interface CellRun {
  readonly result: CellResult
  /** The learner's state after training, where it saves one. */
  readonly policy: Uint8Array | null
  readonly timing: CellTiming
}

/**
 * Trains and evaluates one cell; only evaluates it where `trained` tells how it was trained. What comes out depends on
 * the cell alone: not on what ran before in this thread, not on other threads, not on the clock.
 */
export async function runCell(
  catalogue: Catalogue,
  cell: Cell,
  { trained, ...resumption }: Resumption & { readonly trained?: Trained | undefined } = {},
): Promise<CellRun> {
  const startedAt = new Date().toISOString()
  const start = performance.now()
  const learner = await createLearner(catalogue, cell)
  try {
    const training = trained ?? (await trainLearner(catalogue, cell, learner, resumption))
    if (trained !== undefined) learner.load?.(trained.policy)
    const saved = cell.descriptor.budget > 0 ? (learner.save?.() ?? null) : null
    const ready = performance.now()
    const environment = await evaluationEnvironment(catalogue, cell)
    const evaluation = evaluate(environment, learner.policy, evaluationPlan(catalogue, cell))
    const content = {
      format: 'gauntlet-cell',
      formatVersion: 1,
      key: cell.key,
      descriptor: cell.descriptor,
      score: evaluation.score,
      episodes: evaluation.episodes,
      lengths: evaluation.lengths,
      curve: training.curve,
      ...(evaluation.course && { course: evaluation.course }),
      steps: {
        training: training.steps,
        evaluation: evaluation.lengths.reduce((sum, length) => sum + length, 0),
      },
      policy: saved === null ? null : sha256(saved),
    } as const
    return {
      result: { ...content, digest: digestOf(content) },
      policy: saved,
      timing: {
        startedAt,
        trainingSeconds: cell.descriptor.budget > 0 ? (ready - start) / 1000 : 0,
        evaluationSeconds: (performance.now() - ready) / 1000,
        microsecondsPerDecision: (1000 * evaluation.actingMs) / evaluation.decisions,
      },
    }
  } finally {
    learner.dispose?.()
  }
}

/** The learner of a cell, untrained. It sees the environment's spec through the cell's adapters. */
export async function createLearner(catalogue: Catalogue, cell: Cell): Promise<Learner> {
  const { descriptor, parameters, configuration } = cell
  const algorithm = algorithmOf(catalogue, descriptor.algorithm.id)
  let spec: EnvironmentSpec = environmentOfCell(catalogue, cell).describe(parameters)
  for (const adapter of adaptersOf(catalogue, cell)) {
    const adapted = adapter.adapt(spec, algorithm.requires)
    if (adapted === undefined) throw new GauntletError('adapter', `${adapter.id} does not apply any more`)
    spec = adapted
  }
  const { learner } = cellSeeds(descriptor)
  return algorithm.create({ spec, configuration, seed: learner, backend: descriptor.backend })
}

/** Trains the learner for the cell's budget, if it has one, in an environment that has been reset. */
export async function trainLearner(
  catalogue: Catalogue,
  cell: Cell,
  learner: Learner,
  resumption: Resumption = {},
): Promise<Training> {
  const { descriptor, parameters } = cell
  if (descriptor.budget === 0) return { steps: 0, curve: [] }
  const bare = await environmentOfCell(catalogue, cell).make(parameters, trainingBatch(cell))
  const environment = throughAdapters(catalogue, cell, bare)
  environment.reset(cellSeeds(descriptor).training)
  return train(learner, environment, descriptor.budget, resumption)
}

/**
 * The environment of a cell's evaluation, seen through its adapters; of a game, a seat at it against the spec's
 * opponents. `tap` sees it beneath all of that.
 */
export async function evaluationEnvironment(
  catalogue: Catalogue,
  cell: Cell,
  tap: (environment: Environment) => Environment = (environment) => environment,
): Promise<Environment> {
  const { batch } = cell.descriptor.evaluation
  const environment = tap(await environmentOfCell(catalogue, cell).make(cell.evaluationParameters, batch))
  const { spec } = environment
  if (!isGame(spec)) return throughAdapters(catalogue, cell, environment)
  return contest(environment, seating(catalogue, cell), namedOpponents(opponentNames(spec), spec))
}

export function evaluationPlan(catalogue: Catalogue, cell: Cell): EvaluationPlan {
  const { episodes, instances, mode } = cell.descriptor.evaluation
  const paired = isGame(environmentOfCell(catalogue, cell).describe(cell.evaluationParameters))
  return { episodes, instances, mode, seed: cellSeeds(cell.descriptor).evaluation, paired }
}

/**
 * Worlds that a learner trains on: its configuration's field `worlds` where it has one, else as many as the
 * setting is evaluated on.
 */
function trainingBatch({ configuration, descriptor }: Cell): number {
  const { worlds } = configuration as { worlds?: unknown }
  return typeof worlds === 'number' && Number.isSafeInteger(worlds) && worlds > 0
    ? worlds
    : descriptor.evaluation.batch
}

function environmentOfCell(catalogue: Catalogue, { descriptor }: Cell): EnvironmentDefinition {
  return environmentOf(catalogue, descriptor.environment.id)
}

function throughAdapters(catalogue: Catalogue, cell: Cell, environment: Environment): Environment {
  return adaptersOf(catalogue, cell).reduce((seen, adapter) => adapter.wrap(seen), environment)
}

function adaptersOf(catalogue: Catalogue, cell: Cell): AdapterDefinition[] {
  return cell.descriptor.adapters.map(({ id }) => adapterOf(catalogue, id))
}
