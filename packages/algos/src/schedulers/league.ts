/** A game as a policy trains on it against others: `League`. */
import {
  type Environment,
  GauntletError,
  type Policy,
  type Seed,
  WIN_RATE,
  allocateActions,
  wrapEnvironment,
} from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import type { Opposition } from './scheduler.ts'
import { SidePlayers } from './side-players.ts'

/**
 * All of a game, in which the rows that learn have `active` 1, and opponents act for the others whatever actions are given for them.
 *
 * The side that learns and its opponent are drawn for each episode from the seed and the episode's number. An agent of that side is
 * active also where it waits: it has one legal choice then, which teaches nothing, and what it is paid is credited to somebody.
 * What opponents draw is renewed with every collection, so that no stream outlives a checkpoint.
 */
export class League {
  readonly environment: Environment
  private readonly game: Environment
  private readonly opposition: Opposition
  private readonly seed: Seed
  private readonly opponents: SidePlayers
  /** [batch]: episodes begun */
  private readonly episodes: Int32Array
  /** [batch, agents] */
  private readonly active: Uint8Array
  private players: readonly Policy[] = []

  /** Errors: GauntletError where the game is only seen from one seat at it. */
  constructor(game: Environment, opposition: Opposition, seed: Seed) {
    const { spec, batch } = game
    if (spec.metrics.includes(WIN_RATE)) {
      throw new GauntletError(
        'sides',
        'got a seat at a game, expected all of it; against one given opponent a learner of one side trains, such as ppo',
      )
    }
    this.game = game
    this.opposition = opposition
    this.seed = seed
    this.opponents = new SidePlayers(game)
    this.episodes = new Int32Array(batch)
    this.active = new Uint8Array(batch * spec.agents)
    const put = allocateActions(spec.action, batch * spec.agents)
    this.environment = wrapEnvironment(game, {
      spec: { ...spec, activity: true },
      active: this.active,
      step: (actions) => {
        put.set(actions)
        this.opponents.act(this.players, put, 'sample')
        game.step(put)
        for (let w = 0; w < batch; w++) if (game.ended[w] === 1) this.deal(w)
      },
    })
  }

  /** Seats everybody: as they sat when `saved` was saved of as many worlds, or for the first episodes. */
  begin(saved: Archive): void {
    const { episodes, opponents } = this
    if (saved.episodes?.length === episodes.length && saved.seats?.length === opponents.seats.length) {
      episodes.set(saved.episodes)
      opponents.seats.set(saved.seats)
      for (let w = 0; w < episodes.length; w++) this.show(w)
    } else {
      for (let w = 0; w < episodes.length; w++) this.deal(w)
    }
  }

  /** Before collection number `iteration`: the opponents as they are now. */
  renew(iteration: number): void {
    const root = this.seed.fold('opponents').fold(iteration)
    this.players = this.opposition.players(this.game)
    for (const [k, player] of this.players.entries()) player.begin(this.game, root.fold(k))
  }

  /** Who sits where in the episodes that go on, as arrays that live as long as the league. */
  get state(): Archive {
    return { episodes: this.episodes, seats: this.opponents.seats }
  }

  /** Seats everybody for the episode that a world begins. */
  private deal(w: number): void {
    const { seats } = this.opponents
    const stream = this.seed
      .fold('cast')
      .fold(w)
      .fold(this.episodes[w]++)
      .stream()
    const side = stream.integer(2)
    seats[2 * w + side] = -1
    seats[2 * w + 1 - side] = this.opposition.draw(stream)
    this.show(w)
  }

  private show(w: number): void {
    const { agents, sideOf = [] } = this.game.spec
    for (let a = 0; a < agents; a++)
      this.active[w * agents + a] = this.opponents.seats[2 * w + sideOf[a]] < 0 ? 1 : 0
  }
}
