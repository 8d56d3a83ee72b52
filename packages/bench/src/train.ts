/** Training inside a cell: `train`, `TrainingState`, `UnusableCheckpoint`, `Trained`. */
import type { Environment, Learner, TrainingEvent, WorldSnapshot } from '@gauntlet/core'
import { meter } from './meter.ts'
import { notFinite } from './not-finite.ts'
import { RecentScores, type RecentScoresState } from './recent-scores.ts'
import type { CellResult } from './records.ts'

/** Most points that a curve keeps. */
const CURVE_POINTS = 200

export interface Training {
  readonly steps: number
  readonly curve: CellResult['curve']
}

/** A training that is over, and what the learner saved of it. */
export interface Trained extends Training {
  readonly policy: Uint8Array
}

/** All that decides how a training goes on, from a learner's checkpoint. Survives a structured clone. */
export interface TrainingState {
  readonly learner: Uint8Array
  readonly worlds: readonly WorldSnapshot[]
  readonly steps: number
  readonly curve: CellResult['curve']
  readonly recent: RecentScoresState
}

/** A checkpoint that what is installed cannot take up: training has to begin anew. */
export class UnusableCheckpoint extends Error {}

/** Where a training goes on, and who hears of its checkpoints. */
export interface Resumption {
  readonly from?: TrainingState | undefined
  readonly onCheckpoint?: OnCheckpoint
}

/** Hears of checkpoints: `capture` gives the state as it stands, and takes its time. */
export type OnCheckpoint = (capture: () => TrainingState) => void

/**
 * Lets a learner train for `budget` world steps in an environment that has been reset, or from where an earlier
 * training stood, and keeps what it logs, thinned to some 200 points. Every point tells the `score` besides: the mean,
 * over the last 100 training episodes that ended, of the metric by which the environment is scored.
 *
 * `onCheckpoint` hears nothing where the worlds cannot be kept: without snapshots, or where they all hold live objects of an engine that
 * no clone is as good as. Such a training begins anew where it was killed.
 * Errors: GauntletError where it draws more than the budget or logs a number that is not finite; UnusableCheckpoint.
 */
export async function train(
  learner: Learner,
  environment: Environment,
  budget: number,
  { from, onCheckpoint }: Resumption = {},
): Promise<Training> {
  const recent = new RecentScores(environment, from?.recent)
  const { snapshot } = environment
  const kept = snapshot?.cloneable === true || snapshot?.record !== undefined
  const resumable = learner.save !== undefined && kept
  const hooks = { after: () => recent.collect(), reset: () => recent.restart() }
  const counted = meter(environment, budget, hooks, from?.steps)
  const curve = [...(from?.curve ?? [])]
  if (from !== undefined) takeUp(learner, environment, from)
  let last: CellResult['curve'][number] | undefined
  for await (const event of learner.train?.(counted.environment, budget) ?? []) {
    if (event.kind === 'progress') {
      last = pointOf(event, recent)
      if (isDue(curve, last, budget)) curve.push(last)
    } else if (resumable) {
      onCheckpoint?.(() =>
        capture(learner, environment, { steps: counted.steps(), curve, recent: recent.state() }),
      )
    }
  }
  if (last !== undefined && curve.at(-1) !== last) curve.push(last)
  return { steps: counted.steps(), curve }
}

/** Whether a point opens another part of the budget than the last one kept; before the first step, while there is room. */
function isDue(curve: CellResult['curve'], { steps }: { readonly steps: number }, budget: number): boolean {
  const part = (at: number): number => Math.floor((at * CURVE_POINTS) / budget)
  const before = curve.at(-1)
  if (before === undefined || part(steps) > part(before.steps)) return true
  return steps === 0 && curve.length < CURVE_POINTS
}

function capture(
  learner: Learner,
  environment: Environment,
  counts: Pick<TrainingState, 'steps' | 'curve' | 'recent'>,
): TrainingState {
  const { snapshot, batch } = environment
  const keep = (w: number): WorldSnapshot | undefined =>
    snapshot?.cloneable === true ? snapshot.save(w) : snapshot?.record?.(w)
  const worlds = Array.from({ length: batch }, (_, w) => keep(w))
  return {
    learner: learner.save?.() ?? new Uint8Array(),
    worlds: worlds.filter((world) => world !== undefined),
    ...counts,
  }
}

function takeUp(learner: Learner, environment: Environment, { learner: state, worlds }: TrainingState): void {
  try {
    learner.load?.(state)
    worlds.forEach((world, w) => environment.snapshot?.restore(w, world))
  } catch (error) {
    throw new UnusableCheckpoint('of another version', { cause: error })
  }
}

function pointOf(
  { steps, metrics }: TrainingEvent & { kind: 'progress' },
  recent: RecentScores,
): CellResult['curve'][number] {
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isFinite(value)) throw notFinite(`${name} of training, after ${steps} steps,`, value)
  }
  return { steps, metrics: { ...metrics, ...recent.metrics() } }
}
