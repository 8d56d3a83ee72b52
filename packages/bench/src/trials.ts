/** Cells tried for a moment, in processes like those of a run: `probeCells`, `requireBackend`. */
import { GauntletError } from '@gauntlet/core'
import { DEFAULT_BACKEND } from './backends.ts'
import { CellProcess } from './cell-process.ts'
import type { Cell } from './cells.ts'
import type { Slots } from './drain.ts'
import type { Trial } from './estimate.ts'

/** Tries cells for a moment each, to foretell their time: by key, those of which that says anything. */
export async function probeCells(
  cells: readonly Cell[],
  { workers, plugins, limits }: Pick<Slots, 'workers' | 'plugins' | 'limits'>,
  onTried: (cell: Cell) => void,
): Promise<Map<string, Trial>> {
  const queue = [...cells]
  const trials = new Map<string, Trial>()
  const serve = async (): Promise<void> => {
    const slot = new CellProcess({ plugins, limits })
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      const trial = await slot.probe(cell)
      if (trial !== undefined) trials.set(cell.key, trial)
      onTried(cell)
    }
    slot.close()
  }
  await Promise.all(Array.from({ length: Math.min(workers, cells.length) }, serve))
  return trials
}

/**
 * Refuses a backend on which nothing could be trained, before every cell fails of it: by creating one learner.
 * Errors: GauntletError as the learner gives it.
 */
export async function requireBackend(
  cells: readonly Cell[],
  { plugins, limits }: Pick<Slots, 'plugins' | 'limits'>,
): Promise<void> {
  const trained = cells.find(
    ({ descriptor }) => descriptor.budget > 0 && descriptor.backend !== DEFAULT_BACKEND,
  )
  if (trained === undefined) return
  const slot = new CellProcess({ plugins, limits })
  const trial = await slot.probe(trained)
  slot.close()
  if (trial?.kind !== 'failed') return
  const { message } = trial.failure
  if (message.startsWith(`backend ${trained.descriptor.backend}: `))
    throw new GauntletError('backend', message)
}
