/** Masks of the factors of an action, of which later ones depend on earlier choices: `FactorMasks`. */
import { type View, maskWidth } from '@gauntlet/core'

/**
 * The masks under which every factor of a view's actions is chosen, one factor after the other.
 * What is chosen so has the probability Π_f p(a_f | a_1 … a_{f-1}), each factor's softmax being over its own mask.
 */
export class FactorMasks {
  readonly view: View
  /** [batch, agents, maskWidth]: after `begin` the first factor's, after `narrow(f)` also that of factor f */
  readonly masks: Uint8Array
  readonly factors: number
  private readonly counts: readonly number[]
  /** By factor: [batch, agents, counts[f]] */
  private readonly later: readonly Uint8Array[]

  constructor(view: View) {
    const { action, agents } = view.spec
    const rows = view.batch * agents
    this.view = view
    this.counts = action.kind === 'multi-discrete' ? action.counts : []
    this.factors = this.counts.length
    this.masks = new Uint8Array(rows * maskWidth(action))
    this.later = this.counts.map((count) => new Uint8Array(rows * count))
  }

  /** Forgets what was chosen. */
  begin(): void {
    this.masks.set(this.view.actionMask!)
  }

  /** The masks under which all of `actions` [batch, agents, factors] were chosen. */
  under(actions: Int32Array): Uint8Array {
    this.begin()
    for (let f = 1; f < this.factors; f++) this.narrow(f, actions)
    return this.masks
  }

  /** Takes up which choices of factor `f` are left by those before it, in `actions` [batch, agents, factors]. */
  narrow(f: number, actions: Int32Array): void {
    const { view, masks, counts } = this
    const later = this.later[f]
    view.maskAfter!.maskAfter(f, actions, later)
    const [n, width] = [counts[f], maskWidth(view.spec.action)]
    let offset = 0
    for (let g = 0; g < f; g++) offset += counts[g]
    for (let i = 0; i * n < later.length; i++) {
      for (let k = 0; k < n; k++) masks[i * width + offset + k] = later[i * n + k]
    }
  }
}
