/** Slots that empty a queue of cells or matches: `drain`. */
import { CellProcess } from './cell-process.ts'
import type { Limits } from './config.ts'
import type { PluginSource } from './discover.ts'
import type { Outcome } from './messages.ts'

export interface Slots {
  readonly plugins: readonly PluginSource[]
  readonly workers: number
  readonly limits: Limits
  /** Stops where it is: what is running is given up. */
  readonly signal?: AbortSignal
}

export interface DrainHooks<Item, Run> {
  /** Whether an item is still to be run when its turn comes. */
  readonly wanted?: (item: Item) => boolean
  /** Lets a slot run it; `onCheckpoint` is given checkpoints on the way. */
  readonly run: (
    slot: CellProcess,
    item: Item,
    onCheckpoint: (bytes: Uint8Array) => void,
  ) => Promise<Outcome<Run>>
  readonly settle: (item: Item, outcome: Outcome<Run>) => void
  /** Keeps a checkpoint. */
  readonly keep?: (item: Item, bytes: Uint8Array) => void
}

/**
 * Lets `workers` slots take items from the queue until it is empty or the signal comes. Where `settle` throws, the
 * other slots are ended and what they come to counts for nothing.
 */
export async function drain<Item, Run>(
  queue: Item[],
  { workers, plugins, limits, signal }: Slots,
  { wanted = () => true, run, settle, keep = () => {} }: DrainHooks<Item, Run>,
): Promise<void> {
  let stopped = false
  const serve = async (slot: CellProcess): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (!wanted(item)) continue
      const current = item
      const outcome = await run(slot, item, (bytes) => keepUp(current, bytes))
      if (stopped) return
      settle(item, outcome)
    }
  }
  const count = Math.min(workers, queue.length)
  const slots = Array.from({ length: count }, () => new CellProcess({ plugins, limits }))
  const stop = (): void => {
    stopped = true
    queue.length = 0
    for (const slot of slots) slot.close()
  }
  // Called between answers, where nobody would catch what it throws.
  let fault: unknown
  const keepUp = (item: Item, bytes: Uint8Array): void => {
    try {
      if (!stopped) keep(item, bytes)
    } catch (error) {
      fault = error
      stop()
    }
  }
  signal?.addEventListener('abort', stop)
  if (signal?.aborted === true) stop()
  try {
    await Promise.all(slots.map(serve))
    if (fault !== undefined) throw fault
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}
