/** Transitions that were recorded before, for recipes: `Recorded`, the part `DATASET`; the best episodes of them, `bestRows`. */
import { type Environment, GauntletError, type Stream, integer, number } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { DatasetStore } from './dataset-store.ts'
import type { Store } from './store.ts'
import { TransitionBatch, type Transitions, transitionShape } from './transitions.ts'

/** A dataset that is yet to be read. */
export class Recorded {
  private readonly rows: number
  private readonly best: number

  constructor(rows: number, best: number) {
    this.rows = rows
    this.best = best
  }

  /** Errors: GauntletError where the environment has no dataset. */
  begin({ spec, dataset }: Environment, discount: number): Store<TransitionBatch> {
    if (dataset === undefined) {
      throw new GauntletError(
        'faces',
        `got an environment with the faces ${spec.faces.join(', ')}, expected dataset among them`,
      )
    }
    const store = new DatasetStore(spec, dataset, this.rows === 0 ? dataset.size : this.rows, discount)
    if (this.best === 1) return store
    const places = bestRows(store.transitions, this.best)
    let batch = new TransitionBatch(transitionShape(spec), 1)
    return {
      length: places.length,
      state: {},
      sample(size: number, stream: Stream) {
        if (batch.rows !== size) batch = new TransitionBatch(transitionShape(spec), size)
        for (let i = 0; i < size; i++) batch.places[i] = places[stream.integer(places.length)]
        batch.gather(store.transitions, batch.places)
        return batch
      },
    }
  }
}

/**
 * Rows of the episodes of the greatest returns, as many as make up a share of all episodes, at least one; of equals the first. Rows of an
 * episode follow one another: it is over where Γ is 0, or where the next row does not begin where this one led to.
 */
export function bestRows(transitions: Transitions, share: number): Int32Array {
  const { rows, rewards, discounts, observations, nextObservations } = transitions
  const width = observations.length / rows
  const episodes: { from: number; to: number; total: number }[] = []
  let from = 0
  let total = 0
  for (let i = 0; i < rows; i++) {
    total += rewards[i]
    if (i + 1 < rows && discounts[i] !== 0 && follows(observations, nextObservations, i, width)) continue
    episodes.push({ from, to: i + 1, total })
    from = i + 1
    total = 0
  }
  const ranked = episodes.toSorted((p, q) => q.total - p.total || p.from - q.from)
  const kept = ranked.slice(0, Math.max(1, Math.floor(share * episodes.length)))
  return Int32Array.from(kept.flatMap((e) => Array.from({ length: e.to - e.from }, (_, k) => e.from + k)))
}

/** Whether row `i + 1` begins where row `i` led to. */
function follows(observations: Float32Array, next: Float32Array, i: number, width: number): boolean {
  for (let k = 0; k < width; k++) {
    if (observations[(i + 1) * width + k] !== next[i * width + k]) return false
  }
  return true
}

export const DATASET: PartDefinition<'store'> = definePart({
  id: 'dataset',
  slot: 'store',
  parameters: {
    rows: integer({ default: 0, minimum: 0, description: 'Rows that are read, from the first; 0 for all' }),
    best: number({
      default: 1,
      minimum: 0,
      maximum: 1,
      description: 'Share of the episodes that is learnt from, those of the greatest return',
    }),
  },
  columns: { reads: [], adds: ['transitions'], needs: { dataset: true } },
  build: ({ rows, best }) => new Recorded(rows, best),
})
