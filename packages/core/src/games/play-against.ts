/** A game as an environment of one side, whose other side others play: `playAgainst`. */
import { type Environment, type Instance, wrapEnvironment } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import type { SnapshotFace, WorldSnapshot } from '../faces.ts'
import { Seed } from '../random/seed.ts'
import { withNoise } from '../snapshot.ts'
import { allocateActions } from '../spaces.ts'
import type { Opponent, Player } from './player.ts'
import { Seat } from './seat.ts'
import { seatSpec } from './side-spec.ts'
import { type Cast, type Table, requireTable, withTable } from './table.ts'

export interface PlayOptions {
  /** Whether the player sees its own side alone, or the whole game; its own side unless said. */
  readonly sees?: 'side' | 'game'
  /** Of episode `episode` of a world. Pure. Drawn from the instance's key where absent. */
  readonly cast?: (world: number, episode: number) => Cast
}

/**
 * The game seen from one side, with one of the opponents on the other; it is scored by whether the player wins.
 *
 * Side and opponent are drawn for each episode from the key of its instance, or as `cast` says, and what the opponent
 * draws in it is folded from the key too: neither the other worlds nor what was played before decides an episode. (An
 * opponent whose policy does not take up a key in `forget` goes on drawing from the stream of its world.)
 * Errors: GauntletError where a side cannot stand alone and the player is to see it alone, or nothing says who plays whom.
 */
export function playAgainst(
  game: Environment,
  opponents: readonly Opponent[],
  options: PlayOptions = {},
): Environment {
  if (options.cast === undefined && game.instance === undefined)
    throw new GauntletError(
      'face',
      'got a game without the instance face, expected one from whose keys sides are drawn',
    )
  return new Contest(game, opponents, options).environment
}

class Contest {
  readonly environment: Environment
  private readonly game: Environment
  private readonly sitting: readonly Opponent[]
  private readonly options: PlayOptions
  private readonly own: Seat
  private readonly seats: readonly Seat[]
  private readonly players: readonly Player[]
  /** [batch]: the number of the opponent, and of the episode */
  private readonly opponents: Int32Array
  private readonly episodes: Int32Array

  constructor(game: Environment, opponents: readonly Opponent[], options: PlayOptions) {
    const { spec, batch } = game
    const actions = allocateActions(spec.action, batch * spec.agents)
    this.game = game
    this.sitting = opponents
    this.options = options
    this.own = new Seat(game, actions)
    this.seats = opponents.map(() => new Seat(game, actions))
    this.players = opponents.map((sit, k) => sit(this.seats[k]))
    this.opponents = new Int32Array(batch)
    this.episodes = new Int32Array(batch)
    const seen = options.sees === 'game' ? this.own.game : this.own.side
    const snapshot = options.sees === 'game' ? undefined : this.snapshotFace()
    this.environment = wrapEnvironment(seen, {
      ...(snapshot && { snapshot, spec: seatSpec(spec, true)! }),
      reset: (seed, schedule) => {
        game.reset(seed, schedule)
        this.begin(seed)
      },
      step: (decided) => {
        seen.step(decided)
        for (let k = 0; k < this.players.length; k++) {
          const player = this.players[k]
          if (player.restart === undefined || this.opponents.includes(k)) player.act()
        }
        game.step(actions)
        this.goOn()
      },
      ...(game.instance && {
        instance: {
          current: (world: number) => game.instance!.current(world),
          restart: (world: number, instance: Instance) => {
            game.instance!.restart(world, instance)
            this.collect(world, world + 1)
            this.deal(world)
            this.show()
            this.restart(world)
          },
        },
      }),
    })
  }

  private begin(seed: Seed): void {
    const { batch } = this.game
    this.episodes.fill(0)
    this.collect(0, batch)
    for (let w = 0; w < batch; w++) this.deal(w)
    this.show()
    this.players.forEach((player, k) => player.begin(seed.fold('opponents').fold(k)))
    for (let w = 0; w < batch; w++) this.restart(w)
  }

  private goOn(): void {
    const { ended, batch } = this.game
    this.collect(0, batch)
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      this.episodes[w]++
      this.deal(w)
    }
    this.show()
    for (let w = 0; w < batch; w++) if (ended[w] === 1) this.restart(w)
  }

  /** Seats everybody for the episode that a world begins. */
  private deal(w: number): void {
    const { game, options, episodes, seats } = this
    const { side, opponent } =
      options.cast?.(w, episodes[w]) ?? drawCast(game.instance!.current(w), seats.length)
    this.seat(w, side, opponent)
  }

  private seat(w: number, side: number, opponent: number): void {
    const { own, seats } = this
    this.opponents[w] = opponent
    own.take(w, side, true)
    for (let k = 0; k < seats.length; k++) seats[k].take(w, 1 - side, k === opponent)
  }

  private restart(w: number): void {
    const key = this.game.instance?.current(w).key
    if (key !== undefined) this.players[this.opponents[w]].restart?.(w, key.fold('opponent'))
  }

  /** The game's face, with who sits where and what everybody remembers; undefined where somebody's memory cannot be saved. */
  private snapshotFace(): SnapshotFace | undefined {
    const { game, players } = this
    const { snapshot } = game
    if (snapshot === undefined || players.some(({ memory }) => memory === undefined)) return undefined
    const { cloneable, simulator } = snapshot
    return {
      cloneable,
      save: (world) => this.save(world, snapshot.save(world)),
      ...(snapshot.record && { record: (world: number) => this.save(world, snapshot.record!(world)) }),
      restore: (world, saved, noise) => {
        const { beneath, table } = requireTable(saved, players.length)
        snapshot.restore(world, beneath, noise)
        this.load(world, table, noise)
      },
      ...(simulator && { simulator: (batch: number) => this.again(simulator(batch)) }),
    }
  }

  private save(w: number, snapshot: WorldSnapshot): WorldSnapshot {
    const table: Table = {
      side: this.own.sides[w],
      opponent: this.opponents[w],
      episode: this.episodes[w],
      memories: this.players.map(({ memory }) => memory!.save(w)),
    }
    return withTable(snapshot, table)
  }

  private load(w: number, { side, opponent, episode, memories }: Table, noise: Seed | undefined): void {
    this.episodes[w] = episode
    this.seat(w, side, opponent)
    this.collect(w, w + 1)
    this.show()
    for (const [k, { memory }] of this.players.entries()) {
      const drawn = noise?.fold('opponents').fold(k)
      memory!.load(w, drawn === undefined ? memories[k] : withNoise(memories[k], drawn))
    }
  }

  /** The same contest at another game, whose worlds have begun. */
  private again(game: Environment): Environment {
    const { environment } = new Contest(game, this.sitting, this.options)
    environment.reset(Seed.from(0))
    return environment
  }

  private collect(from: number, to: number): void {
    this.own.collect(from, to)
    for (const seat of this.seats) seat.collect(from, to)
  }

  private show(): void {
    this.own.show()
    for (const seat of this.seats) seat.show()
    for (const player of this.players) player.refresh?.()
  }
}

function drawCast({ key }: Instance, opponents: number): Cast {
  const stream = key.fold('cast').stream()
  return { side: stream.integer(2), opponent: stream.integer(opponents) }
}
