/** A cell tried for a moment, to foretell how long it takes: `probeCell`. */
import { allocateActions } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import { createLearner, evaluationEnvironment, evaluationPlan } from './cell.ts'
import type { Cell } from './cells.ts'

const PROBE_MS = 100

/**
 * Seconds that the cell's evaluation takes at most: its first steps are timed and every episode is taken to
 * last until the horizon. Null where that says nothing: the algorithm trains, or there is no horizon.
 */
export async function probeCell(catalogue: Catalogue, cell: Cell): Promise<number | null> {
  if (cell.descriptor.budget > 0) return null
  const start = performance.now()
  const learner = await createLearner(catalogue, cell)
  try {
    const environment = await evaluationEnvironment(catalogue, cell)
    const { spec, batch } = environment
    if (spec.horizon === Infinity) return null
    const { seed, mode, episodes } = evaluationPlan(cell)
    const actions = allocateActions(spec.action, batch * spec.agents)
    environment.reset(seed)
    learner.policy.begin(environment, seed)
    const prepared = performance.now()
    const needed = Math.ceil(episodes / batch) * spec.horizon
    let steps = 0
    while (steps < needed && performance.now() - prepared < PROBE_MS) {
      learner.policy.act(environment, actions, mode)
      environment.step(actions)
      steps++
    }
    const msPerStep = (performance.now() - prepared) / steps
    return (prepared - start + needed * msPerStep) / 1000
  } finally {
    learner.dispose?.()
  }
}
