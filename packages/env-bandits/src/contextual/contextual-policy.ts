/** The frame of contextual policies: `ContextualRule`, `contextualPolicy`. */
import { type ActMode, GauntletError, type Policy, type Seed, type View } from '@gauntlet/core'
import { ActionFeatures } from './action-features.ts'

/** How a policy chooses and learns, in all worlds of a view. */
export interface ContextualRule {
  /** Looks at the features of all worlds, before any of them is chosen in. */
  look?(): void
  /** One of the legal actions of world `w`. */
  choose(w: number, mode: ActMode): number
  /** Takes in the reward of action `a`, whose features are at `values` [at] and on. */
  learn(w: number, a: number, values: Float32Array, at: number, reward: number): void
  forget(w: number): void
}

/** A policy that keeps what its rule saw of the action it chose, and tells it at the next step what came of it. */
export function contextualPolicy(
  id: string,
  makeRule: (features: ActionFeatures, view: View, seed: Seed) => ContextualRule,
): Policy {
  let features: ActionFeatures | undefined
  let rule: ContextualRule | undefined
  /** [batch]: the action whose reward is still to be read, -1 where there is none */
  let pending = new Int32Array(0)
  /** [batch, width]: its features */
  let chosen = new Float32Array(0)
  return {
    begin(view, seed) {
      features = new ActionFeatures(view)
      rule = makeRule(features, view, seed)
      pending = new Int32Array(view.batch).fill(-1)
      chosen = new Float32Array(view.batch * features.width)
    },
    act(view, actions, mode) {
      if (rule === undefined || features === undefined)
        throw new GauntletError('order', `${id}: act before begin`)
      const { width, values } = features
      const { ended, rewards } = view
      rule.look?.()
      for (let w = 0; w < view.batch; w++) {
        if (ended[w] === 1) rule.forget(w)
        else if (pending[w] >= 0) rule.learn(w, pending[w], chosen, w * width, rewards[w])
        const action = rule.choose(w, mode)
        const at = features.at(w, action)
        for (let k = 0; k < width; k++) chosen[w * width + k] = values[at + k]
        actions[w] = action
        pending[w] = action
      }
    },
    forget(w) {
      rule?.forget(w)
      pending[w] = -1
    },
  }
}
