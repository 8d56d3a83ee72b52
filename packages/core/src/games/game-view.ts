/** A game as one who is native to all of it sees it from a seat: `GameView`. */
import { type Environment, wrapEnvironment } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import type { Seat } from './seat.ts'
import { gameSpec } from './side-spec.ts'

/** All agents, of whom only the seat's are active, and only theirs are the actions that count. */
export class GameView {
  readonly environment: Environment
  private readonly seat: Seat
  /** [batch, agents] */
  private readonly active: Uint8Array

  constructor(seat: Seat, metrics: Float64Array) {
    const { source, rows } = seat
    this.seat = seat
    this.active = new Uint8Array(source.terminated.length)
    this.environment = wrapEnvironment(source, {
      spec: gameSpec(source.spec),
      active: this.active,
      metrics,
      reset: refuseReset,
      step: (actions) => {
        for (let r = 0; r < rows.length; r++) if (rows[r] >= 0) seat.decide(actions, rows[r], rows[r])
      },
    })
    this.show()
  }

  show(): void {
    const { active, seat } = this
    const { source, rows, sits } = seat
    active.fill(0)
    for (let r = 0; r < rows.length; r++) {
      const i = rows[r]
      if (i < 0) continue
      const waits = source.active !== undefined && source.active[i] === 0
      active[i] = waits ? 0 : sits[Math.floor(i / source.spec.agents)]
    }
  }
}

/** Errors: GauntletError, always. */
export function refuseReset(): never {
  throw new GauntletError('sides', 'one side cannot reset the game')
}
