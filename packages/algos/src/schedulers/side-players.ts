/** Several policies at the sides of many games: `SidePlayers`. */
import {
  type ActionArray,
  type ActMode,
  type Policy,
  type View,
  actionWidth,
  allocateActions,
} from '@gauntlet/core'

/** Lets numbered policies act, each for the sides at which it sits. */
export class SidePlayers {
  /** [batch, 2]: the number of the policy that plays a side of a world; −1 where none of these does */
  readonly seats: Int32Array
  private readonly view: View
  /** [batch, agents, actionWidth] */
  private readonly decided: ActionArray

  constructor(view: View) {
    const { spec, batch } = view
    this.view = view
    this.seats = new Int32Array(2 * batch).fill(-1)
    this.decided = allocateActions(spec.action, batch * spec.agents)
  }

  /** Puts down the actions of the sides at which one of `policies` sits, and leaves those of others. */
  act(policies: readonly Policy[], actions: ActionArray, mode: ActMode): void {
    for (const [k, policy] of policies.entries()) {
      if (!this.seats.includes(k)) continue
      policy.act(this.view, this.decided, mode)
      this.copy(k, actions)
    }
  }

  private copy(player: number, actions: ActionArray): void {
    const { seats, decided } = this
    const { batch, spec } = this.view
    const { agents, sideOf = [] } = spec
    const width = actionWidth(spec.action)
    for (let i = 0; i < batch * agents; i++) {
      const seat = 2 * Math.floor(i / agents) + sideOf[i % agents]
      if (seats[seat] !== player) continue
      for (let k = i * width; k < (i + 1) * width; k++) actions[k] = decided[k]
    }
  }
}
