/** What one policy comes to against others, by games: `playMembers`. */
import { type Environment, type Policy, type Seed, allocateActions } from '@gauntlet/core'
import { SidePlayers } from './side-players.ts'

export interface GamesPlan {
  /** Every pair meets on the same ones, each twice, with sides exchanged. */
  readonly instances: number
  /** Instances and the players' noise are folded from it. */
  readonly seed: Seed
  /** Most world steps. */
  readonly budget: number
}

export interface GamesPlayed {
  readonly drawn: number
  /** By opponent, the share of games won less that of games lost, from −1 to 1; undefined where the budget was too small. */
  readonly payoffs: Float64Array | undefined
}

/**
 * Lets a newcomer play every opponent, in all worlds of an environment side by side, and leaves the worlds as they were. A game is
 * won by the side whose agents' returns sum to more.
 *
 * Game g of opponent k is of instance ⌊g/2⌋, and the newcomer plays side g mod 2 in it.
 */
export function playMembers(
  game: Environment,
  newcomer: Policy,
  opponents: readonly Policy[],
  plan: GamesPlan,
): GamesPlayed {
  const { batch, snapshot } = game
  const before = Array.from({ length: batch }, (_, w) => snapshot!.save(w))
  const played = new MemberGames(game, newcomer, opponents, plan).play()
  before.forEach((world, w) => snapshot!.restore(w, world))
  return played
}

class MemberGames {
  private readonly game: Environment
  private readonly plan: GamesPlan
  /** The newcomer comes last. */
  private readonly policies: readonly Policy[]
  private readonly players: SidePlayers
  private readonly payoffs: Float64Array
  private readonly each: number
  private readonly total: number
  /** By world, the number of its game; beyond the last where it has none. */
  private readonly games: Int32Array
  private missing: number

  constructor(game: Environment, newcomer: Policy, opponents: readonly Policy[], plan: GamesPlan) {
    this.game = game
    this.plan = plan
    this.policies = [...opponents, newcomer]
    this.players = new SidePlayers(game)
    this.payoffs = new Float64Array(opponents.length)
    this.each = 2 * plan.instances
    this.total = opponents.length * this.each
    this.missing = this.total
    this.games = Int32Array.from({ length: game.batch }, (_, w) => w)
  }

  play(): GamesPlayed {
    const { game, plan, policies, players, games } = this
    for (const policy of policies) policy.begin(game, plan.seed)
    for (let w = 0; w < game.batch; w++) this.begin(w)
    const actions = allocateActions(game.spec.action, game.batch * game.spec.agents)
    let drawn = 0
    while (this.missing > 0) {
      if (drawn + game.batch > plan.budget) return { drawn, payoffs: undefined }
      players.act(policies, actions, 'sample')
      game.step(actions)
      drawn += game.batch
      for (let w = 0; w < game.batch; w++) {
        if (game.ended[w] === 0 || games[w] >= this.total) continue
        this.payoffs[Math.floor(games[w] / this.each)] += this.outcome(w) / this.each
        this.missing--
        games[w] += game.batch
        this.begin(w)
      }
    }
    return { drawn, payoffs: this.payoffs }
  }

  /** Begins a world's next game, where it has one; else those who sat there last go on, uncounted. */
  private begin(w: number): void {
    const { game, plan, policies, players, games, each, total } = this
    const newcomer = policies.length - 1
    const number = Math.min(games[w], total - 1) % each
    const opponent = Math.floor(Math.min(games[w], total - 1) / each)
    const key = plan.seed.fold('instances').fold(Math.floor(number / 2))
    game.instance!.restart(w, { key })
    for (const [player, side] of [
      [newcomer, number % 2],
      [opponent, 1 - (number % 2)],
    ]) {
      players.seats[2 * w + side] = player
      policies[player].forget?.(w, key.fold('side').fold(side))
    }
  }

  /** 1 where the newcomer has won the game that ended, −1 where it has lost. */
  private outcome(w: number): number {
    const { returns, spec } = this.game
    const { agents, objectives, sideOf = [] } = spec
    let difference = 0
    for (let a = 0; a < agents; a++) {
      const sign = sideOf[a] === this.games[w] % 2 ? 1 : -1
      for (let k = 0; k < objectives; k++) difference += sign * returns[(w * agents + a) * objectives + k]
    }
    return Math.sign(difference)
  }
}
