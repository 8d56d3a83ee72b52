/** One cell, run in the thread at hand: `runCell`, `CellRun`, `trainLearner`. */
import { type Learner, type Opponent, digestOf, sha256 } from '@gauntlet/core'
import { withData } from './brought-data.ts'
import type { Catalogue } from './catalogue.ts'
import type { Cell } from './cells.ts'
import { evaluate } from './evaluate.ts'
import {
  environmentOfCell,
  evaluationEnvironment,
  evaluationPlan,
  seated,
  through,
} from './evaluation-environment.ts'
import { createLearner, frozenOpponent, trainedLearner } from './learner.ts'
import type { CellResult, Provenance } from './records.ts'
import { cellSeeds } from './seeds.ts'
import { type Resumption, type Trained, type Training, train } from './train.ts'

/** How long a run took: provenance, never part of the result. */
export type CellTiming = Pick<
  Provenance,
  | 'startedAt'
  | 'trainingSeconds'
  | 'trainingStepsPerSecond'
  | 'resumedFromStep'
  | 'evaluationSeconds'
  | 'microsecondsPerDecision'
>

export interface CellRun {
  readonly result: CellResult
  /** The learner's state after training, where it saves one. */
  readonly policy: Uint8Array | null
  readonly timing: CellTiming
}

/** What a run of a cell may be given beside the cell. */
export interface RunGiven extends Resumption {
  /** How it was trained, where it is only to be evaluated. */
  readonly trained?: Trained | undefined
  /** What the learner of the cell that it responds to saved, where it is a best response. */
  readonly rival?: Uint8Array | null | undefined
}

/**
 * Trains and evaluates one cell; only evaluates it where `trained` tells how it was trained. What comes out depends on
 * the cell alone: not on what ran before in this thread, not on other threads, not on the clock.
 */
export async function runCell(
  catalogue: Catalogue,
  cell: Cell,
  { trained, rival: savedRival = null, ...resumption }: RunGiven = {},
): Promise<CellRun> {
  const startedAt = new Date().toISOString()
  const start = performance.now()
  const learner = await createLearner(catalogue, cell)
  const rival = cell.against && (await trainedLearner(catalogue, cell.against, savedRival))
  const opponents = cell.against && rival && [frozenOpponent(catalogue, cell.against, rival)]
  try {
    const training = trained ?? (await trainLearner(catalogue, cell, learner, { ...resumption, opponents }))
    if (trained !== undefined) learner.load?.(trained.policy)
    const saved = cell.descriptor.budget > 0 ? (learner.save?.() ?? null) : null
    const ready = performance.now()
    const trainingSeconds = cell.descriptor.budget > 0 ? (ready - start) / 1000 : 0
    const resumedFromStep = trained === undefined ? resumption.from?.steps : undefined
    const drawn = trained === undefined ? training.steps - (resumedFromStep ?? 0) : 0
    const environment = await evaluationEnvironment(catalogue, cell, { opponents })
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
        trainingSeconds,
        ...(drawn > 0 && { trainingStepsPerSecond: drawn / trainingSeconds }),
        ...(resumedFromStep !== undefined && { resumedFromStep }),
        evaluationSeconds: (performance.now() - ready) / 1000,
        microsecondsPerDecision: (1000 * evaluation.actingMs) / evaluation.decisions,
      },
    }
  } finally {
    learner.dispose?.()
    rival?.dispose?.()
  }
}

/**
 * Trains the learner for the cell's budget, if it has one, in an environment that has been reset; of a game against
 * certain opponents, where they are given, instead of those that an adapter chooses.
 */
export async function trainLearner(
  catalogue: Catalogue,
  cell: Cell,
  learner: Learner,
  { opponents, ...resumption }: Resumption & { readonly opponents?: readonly Opponent[] | undefined } = {},
): Promise<Training> {
  const { descriptor, parameters, configuration } = cell
  if (descriptor.budget === 0) return { steps: 0, curve: [] }
  const made = await environmentOfCell(catalogue, cell).make(parameters, trainingBatch(cell))
  const bare = withData(made, configuration)
  const environment =
    opponents === undefined ? through(catalogue, cell, bare) : seated(catalogue, cell, bare, opponents)
  environment.reset(cellSeeds(descriptor).training)
  return train(learner, environment, descriptor.budget, resumption)
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
