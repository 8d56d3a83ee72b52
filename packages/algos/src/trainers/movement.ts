/** What an optimiser moves together, and how: `Movement`, `movement`, `move`, `step`. */
import { type Optimiser, type Trainable, clipNorm } from '../optimisers/optimiser.ts'
import { type Moved, type OptimiserPlan, planOptimiser } from '../optimisers/parts.ts'
import type { Built } from '../recipe/part.ts'

export interface Movement {
  readonly trainables: readonly Trainable[]
  readonly plan: OptimiserPlan
  readonly optimiser: Optimiser
}

/** By the pieces of the recipe that move all, or `of`. Errors: as `planOptimiser`. */
export function movement(built: Built, of: Moved, trainables: readonly Trainable[]): Movement {
  const plan = planOptimiser(built.optimiser, of)
  return { trainables, plan, optimiser: plan.make(trainables.map(({ parameters }) => parameters.length)) }
}

/** One step down the gradients after a share of the budget, within their bound; their joint norm. */
export function move(moved: Movement, progress: number): number {
  const norm = clipNorm(moved.trainables, moved.plan.maximumNorm)
  step(moved, progress)
  return norm
}

/** One step down the gradients as they are. */
export function step({ trainables, plan, optimiser }: Movement, progress: number): void {
  const rate = plan.learningRate(progress)
  trainables.forEach((trainable, k) => optimiser.step(k, trainable, rate))
  optimiser.advance()
}
