/** Subsets that grow by one element at a time: `ElementChoices`. */
import type { FeasibleFace } from '@gauntlet/core'

/**
 * For every world the subset chosen so far, and what may be chosen next: an element that some feasible subset holds beside
 * those chosen, or, where they are feasible themselves, to stop, which is choice `elements`. Where there is nothing to
 * add the subset is whole.
 */
export class ElementChoices {
  /** Choices: the elements, and to stop. */
  readonly count: number
  /** Numbers of a row of `inputs`. */
  readonly width: number
  /** [batch, width]: the observation, and after it the elements chosen so far */
  readonly inputs: Float32Array
  /** [batch, count]: which choices are legal */
  readonly masks: Uint8Array
  /** [batch]: 1 where the subset is not whole yet */
  readonly open: Uint8Array
  /** [batch, elements] */
  readonly subsets: Uint8Array
  private readonly feasible: FeasibleFace
  private readonly observed: number
  private readonly scores: Float64Array
  private readonly found: Uint8Array

  /** For so many worlds, elements, and numbers of an observation. */
  constructor(feasible: FeasibleFace, batch: number, elements: number, observed: number) {
    this.feasible = feasible
    this.observed = observed
    this.count = elements + 1
    this.width = observed + elements
    this.inputs = new Float32Array(batch * this.width)
    this.masks = new Uint8Array(batch * this.count)
    this.open = new Uint8Array(batch)
    this.subsets = new Uint8Array(batch * elements)
    this.scores = new Float64Array(batch * elements)
    this.found = new Uint8Array(batch * elements)
  }

  /** Empty subsets for these observations [batch, observed]. */
  begin(observations: Float32Array): void {
    const { observed, width } = this
    this.subsets.fill(0)
    this.inputs.fill(0)
    for (let w = 0; w < this.open.length; w++) {
      this.inputs.set(observations.subarray(w * observed, (w + 1) * observed), w * width)
    }
    this.open.fill(1)
    this.refresh()
  }

  /** Takes a world's choice; `refresh` follows once all have been taken. */
  take(w: number, choice: number): void {
    const { width, observed } = this
    const elements = this.count - 1
    if (choice === elements) {
      this.open[w] = 0
      return
    }
    this.subsets[w * elements + choice] = 1
    this.inputs[w * width + observed + choice] = 1
  }

  /** Says anew what is legal in the worlds that are open. */
  refresh(): void {
    const { count, masks, open, subsets, feasible } = this
    const elements = count - 1
    for (let k = 0; k < elements; k++) this.allow(k)
    for (let w = 0; w < open.length; w++) {
      if (open[w] === 0) continue
      const subset = subsets.subarray(w * elements, (w + 1) * elements)
      masks[w * count + elements] = feasible.isFeasible(w, 0, subset) ? 1 : 0
      if (!masks.subarray(w * count, w * count + elements).includes(1)) open[w] = 0
    }
  }

  /** Whether element `k` may be added, in all open worlds: where that is not feasible itself, whether the oracle adds more. */
  private allow(k: number): void {
    const { count, masks, open, subsets, feasible, scores, found } = this
    const elements = count - 1
    const unsure: number[] = []
    scores.set(subsets)
    for (let w = 0; w < open.length; w++) {
      if (open[w] === 0) continue
      const at = w * elements + k
      masks[w * count + k] = 0
      if (subsets[at] === 1) continue
      subsets[at] = 1
      if (feasible.isFeasible(w, 0, subsets.subarray(w * elements, (w + 1) * elements)))
        masks[w * count + k] = 1
      else unsure.push(w)
      subsets[at] = 0
      scores[at] = 1
    }
    if (unsure.length === 0) return
    // The greatest total for scores of 1 is that of a subset that holds them all, where there is one.
    feasible.oracle(scores, found)
    for (const w of unsure) {
      let holds = 1
      for (let i = w * elements; i < (w + 1) * elements; i++) if (scores[i] > found[i]) holds = 0
      masks[w * count + k] = holds
    }
  }
}
