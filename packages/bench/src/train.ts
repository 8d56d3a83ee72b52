/** Training inside a cell: `train`. */
import type { Environment, Learner, TrainingEvent } from '@gauntlet/core'
import { meter } from './meter.ts'
import { notFinite } from './reasons.ts'
import type { CellResult } from './records.ts'

export interface Training {
  readonly steps: number
  readonly curve: CellResult['curve']
}

/**
 * Lets a learner train for `budget` world steps in an environment that has been reset, and keeps what it logs.
 * Errors: GauntletError where it draws more than the budget or logs a number that is not finite.
 */
export async function train(learner: Learner, environment: Environment, budget: number): Promise<Training> {
  const counted = meter(environment, budget)
  const curve: { steps: number; metrics: Readonly<Record<string, number>> }[] = []
  for await (const event of learner.train?.(counted.environment, budget) ?? []) {
    if (event.kind === 'progress') curve.push(pointOf(event))
  }
  return { steps: counted.steps(), curve }
}

function pointOf(event: TrainingEvent & { kind: 'progress' }): CellResult['curve'][number] {
  for (const [name, value] of Object.entries(event.metrics)) {
    if (!Number.isFinite(value)) throw notFinite(`${name} of training, after ${event.steps} steps,`, value)
  }
  return { steps: event.steps, metrics: { ...event.metrics } }
}
