/** A cell tried for a moment, to foretell how long it takes: `probeCell`. */
import { allocateActions } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import { evaluationEnvironment, evaluationPlan } from './evaluation-environment.ts'
import type { Cell } from './cells.ts'
import { createLearner } from './learner.ts'

/** Time until code has been compiled and caches are warm, and time that is measured. */
const WARM_UP_MS = 100
const MEASURED_MS = 150

/**
 * Seconds that the cell's evaluation takes at most: some of its steps are timed, all where they are few, and every episode
 * is taken to last until the horizon. Null where that says nothing: the algorithm trains, so that its learner is only
 * created, or there is no horizon.
 */
export async function probeCell(catalogue: Catalogue, cell: Cell): Promise<number | null> {
  const start = performance.now()
  const learner = await createLearner(catalogue, cell)
  try {
    if (cell.descriptor.budget > 0) return null
    const environment = await evaluationEnvironment(catalogue, cell)
    const { spec, batch } = environment
    if (spec.horizon === Infinity) return null
    const { seed, mode, episodes } = evaluationPlan(catalogue, cell)
    const total = Math.ceil(episodes / batch) * spec.horizon
    const actions = allocateActions(spec.action, batch * spec.agents)
    const stepFor = (ms: number): { readonly steps: number; readonly msPerStep: number } => {
      const from = performance.now()
      let steps = 0
      do {
        learner.policy.act(environment, actions, mode)
        environment.step(actions)
        steps++
      } while (steps < total && performance.now() - from < ms)
      return { steps, msPerStep: (performance.now() - from) / steps }
    }
    environment.reset(seed)
    learner.policy.begin(environment, seed)
    const preparedMs = performance.now() - start
    const first = stepFor(WARM_UP_MS)
    const { msPerStep } = first.steps < total ? stepFor(MEASURED_MS) : first
    return (preparedMs + total * msPerStep) / 1000
  } finally {
    learner.dispose?.()
  }
}
