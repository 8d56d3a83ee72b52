/** The engine's battle without its clock: `FastBattle`. */
import { Battle } from '@pkmn/sim'

/**
 * A battle with the stock engine's outcomes, and its log but for the lines `|t:|`.
 *
 * Every method here stands for the stock one of that name; a test holds the digest of each stock source.
 */
export class FastBattle extends Battle {
  /** Runs the queue until a request or the end. Differs from the stock method in that no time is written. */
  override turnLoop(): void {
    this.add('')
    if (this.requestState) this.requestState = ''
    if (!this.midTurn) {
      this.queue.insertChoice({ choice: 'beforeTurn' })
      this.queue.addChoice({ choice: 'residual' })
      this.midTurn = true
    }
    for (let action = this.queue.shift(); action !== undefined; action = this.queue.shift()) {
      this.runAction(action)
      if (this.requestState || this.ended) return
    }
    this.endTurn()
    this.midTurn = false
    this.queue.clear()
  }
}
