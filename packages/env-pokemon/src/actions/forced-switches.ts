/** Which replacements go together: `ForcedSwitches`. */
import { PASS } from './codes.ts'
import { type BattleRequest, isFainted } from './request.ts'

/**
 * As many slots are filled as there are benched who stand; the others pass, in whichever order.
 *
 * A slot that revives takes up one of those switches where there is one: with an empty bench it may also pass.
 */
export class ForcedSwitches {
  /** Of each slot. */
  readonly forced: boolean[] = [false, false]
  readonly revives: boolean[] = [false, false]
  private switches = 0
  private passes = 0

  read(request: BattleRequest): void {
    const { pokemon } = request.side
    let leaving = 0
    for (let slot = 0; slot < 2; slot++) {
      this.forced[slot] = request.forceSwitch![slot]
      this.revives[slot] = this.forced[slot] && pokemon[slot].reviving === true
      if (this.forced[slot]) leaving++
    }
    let standing = 0
    for (let p = 2; p < pokemon.length; p++) if (!isFainted(pokemon[p])) standing++
    this.switches = Math.min(leaving, standing)
    this.passes = leaving - this.switches
  }

  /** Whether slot may pass, for all that its ally does. */
  mayPass(slot: number): boolean {
    return !this.forced[slot] || this.passes > 0
  }

  /** Whether two choices, each of which its slot has, are as many switches and passes as are asked for. */
  allow(left: number, right: number): boolean {
    let switches = this.switches
    let passes = this.passes
    for (let slot = 0; slot < 2; slot++) {
      if (!this.forced[slot]) continue
      if ((slot === 0 ? left : right) === PASS) {
        if (passes === 0) return false
        passes--
      } else if (switches > 0) {
        switches--
      } else if (!this.revives[slot]) {
        return false
      }
    }
    return switches === 0
  }
}
