/** A cell tried for a moment, to foretell how long it takes: `probeCell`. */
import { allocateActions } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import { evaluationEnvironment, evaluationPlan } from './cell.ts'
import type { Cell } from './cells.ts'
import { createLearner } from './learner.ts'

/** Time until code has been compiled and caches are warm, and time that is measured. */
const WARM_UP_MS = 200
const MEASURED_MS = 150

/**
 * Seconds that the cell's evaluation takes at most: some of its steps are timed and every episode is taken to
 * last until the horizon. Null where that says nothing: the algorithm trains, or there is no horizon.
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
    const actions = allocateActions(spec.action, batch * spec.agents)
    const stepFor = (ms: number): number => {
      const from = performance.now()
      let steps = 0
      do {
        learner.policy.act(environment, actions, mode)
        environment.step(actions)
        steps++
      } while (performance.now() - from < ms)
      return (performance.now() - from) / steps
    }
    environment.reset(seed)
    learner.policy.begin(environment, seed)
    const preparedMs = performance.now() - start
    stepFor(WARM_UP_MS)
    const msPerStep = stepFor(MEASURED_MS)
    return (preparedMs + Math.ceil(episodes / batch) * spec.horizon * msPerStep) / 1000
  } finally {
    learner.dispose?.()
  }
}
