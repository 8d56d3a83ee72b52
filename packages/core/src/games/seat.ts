/** One side of a game: `Seat`. */
import type { Environment } from '../environment.ts'
import { type ActionArray, actionWidth } from '../spaces.ts'
import { GameView } from './game-view.ts'
import { Outcomes } from './outcomes.ts'
import { SideView } from './side-view.ts'

/**
 * A place at a game, on one of the two sides of every world. Whoever sits there acts on one of two environments, whose
 * `step` only puts the side's actions down: `side` shows its own agents and nobody else, as copies; `game` shows all
 * agents, of whom the other side's are not active, for policies that are native to the whole game.
 *
 * Symbols: w world; i row of the game, [batch, agents]; r row of the seat, [batch, agents of the greater side].
 */
export class Seat {
  readonly source: Environment
  /** [batch]: the side that is played */
  readonly sides: Int32Array
  /** [batch]: 1 where this seat plays, 0 where another one plays the same side */
  readonly sits: Uint8Array
  /** By r: i; -1 where the side has fewer agents than the other */
  readonly rows: Int32Array
  private readonly put: ActionArray
  /** Agents of each side. */
  private readonly agents: readonly (readonly number[])[]
  private readonly outcomes: Outcomes
  private sideView: SideView | undefined
  private gameView: GameView | undefined

  /** `put` [batch, agents, actionWidth] takes what is decided. */
  constructor(source: Environment, put: ActionArray) {
    const { spec, batch } = source
    const sideOf = spec.sideOf ?? []
    this.source = source
    this.put = put
    this.sides = new Int32Array(batch)
    this.sits = new Uint8Array(batch)
    this.agents = [0, 1].map((side) => [...sideOf.keys()].filter((agent) => sideOf[agent] === side))
    this.rows = new Int32Array(batch * Math.max(...this.agents.map(({ length }) => length)))
    this.outcomes = new Outcomes(source, this.agents, this.sides)
    for (let w = 0; w < batch; w++) this.take(w, 0, true)
  }

  /** Errors: GauntletError where a side cannot stand alone. */
  get side(): Environment {
    this.sideView ??= new SideView(this, this.outcomes.metrics)
    return this.sideView.environment
  }

  get game(): Environment {
    this.gameView ??= new GameView(this, this.outcomes.metrics)
    return this.gameView.environment
  }

  /** Changes to a side of a world; `sits` as there. */
  take(w: number, side: number, sits: boolean): void {
    this.sides[w] = side
    this.sits[w] = sits ? 1 : 0
    const own = this.agents[side]
    const { rows, source } = this
    const perSide = rows.length / source.batch
    for (let a = 0; a < perSide; a++) {
      rows[w * perSide + a] = a < own.length ? w * source.spec.agents + own[a] : -1
    }
  }

  /** Puts down the actions of row `i` of the game, which stand as row `r` in `actions`, if this seat plays there. */
  decide(actions: ActionArray, r: number, i: number): void {
    const { put, source, sits } = this
    const width = actionWidth(source.spec.action)
    if (sits[Math.floor(i / source.spec.agents)] === 0) return
    for (let k = 0; k < width; k++) put[i * width + k] = actions[r * width + k]
  }

  /** Takes down what the last step came to in worlds `from … to - 1`, before those that have ended change sides. */
  collect(from: number, to: number): void {
    this.outcomes.collect(from, to)
    this.sideView?.collect(from, to)
  }

  /** Shows the worlds as they stand. */
  show(): void {
    this.sideView?.show()
    this.gameView?.show()
  }
}
