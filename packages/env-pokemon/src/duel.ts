/** One battle with what both players know of it and may do: `Duel`; what it has come to, as data: `DuelRecord`. */
import { LegalActions } from './actions/legal-actions.ts'
import { writeChoice } from './actions/choice-text.ts'
import { findMembers, rosterOf } from './actions/roster.ts'
import type { BattleRequest } from './actions/request.ts'
import { type BattleStart, type EngineSeed, beginBattle, engineSeed } from './engine/battle.ts'
import { cloneBattle } from './engine/clone.ts'
import type { FastBattle } from './engine/fast-battle.ts'
import type { BattleFormat } from './engine/formats.ts'
import { type ChoiceRequest, Knowledge, TEAM_SIZE } from './view/knowledge.ts'
import { readLog } from './view/protocol.ts'

/** Players of a battle: 0 is p1, 1 is p2. */
export const PLAYERS = 2
const IDS = ['p1', 'p2'] as const

/** All that decided a battle so far: how it began, and the four numbers that `Duel.play` took each time. */
export interface DuelRecord {
  readonly seed: EngineSeed
  readonly teams: readonly [string, string]
  readonly names: readonly [string, string]
  readonly played: readonly number[]
}

/**
 * A battle that goes on by joint actions, one player's pair of choices at a time (codes.ts). Team preview is two of them,
 * the leads and the back; after it the engine asks for a turn of both, or for replacements of one or of both.
 *
 * A choice that the engine refuses for a reason that the player could not see (`maybeTrapped`) moves nothing: it tells the
 * player, who chooses again while the other waits.
 */
export class Duel {
  readonly battle: FastBattle
  /** What each player knows. */
  readonly known: readonly [Knowledge, Knowledge]
  /** What each player may choose. */
  readonly legal: readonly [LegalActions, LegalActions] = [new LegalActions(), new LegalActions()]
  /** How often the engine refused each player's choice. */
  readonly refusals: Int32Array = new Int32Array(PLAYERS)
  /** Of each player: the team by idents, as at team preview. */
  private readonly rosters: readonly [readonly string[], readonly string[]]
  /** Leads that were picked while the back is not: two members of each player, 0 where there are none. */
  private readonly leads: Uint8Array = new Uint8Array(2 * PLAYERS)
  private readonly members: Uint8Array = new Uint8Array(TEAM_SIZE)
  /** Lines of the battle's log that were read. */
  private read = 0
  private readonly start: Omit<DuelRecord, 'played'>
  private readonly played: number[]

  private constructor(battle: FastBattle, start: Omit<DuelRecord, 'played'>, from?: Duel) {
    this.battle = battle
    this.start = start
    this.played = from === undefined ? [] : [...from.played]
    if (from === undefined) {
      this.known = [new Knowledge(0), new Knowledge(1)]
      this.rosters = [rosterOf(requestOf(battle, 0)), rosterOf(requestOf(battle, 1))]
    } else {
      this.known = [from.known[0].copy(), from.known[1].copy()]
      this.read = from.read
      this.rosters = from.rosters
      this.leads.set(from.leads)
      this.refusals.set(from.refusals)
    }
    this.listen()
  }

  /** A battle at its team preview. Errors: as `startBattle`. */
  static start({ format, seed, teams, names }: BattleStart): Duel {
    return Duel.again({ format, seed: engineSeed(seed), teams, names })
  }

  /** The battle that a log's seed decides, at its team preview. */
  static again({
    format,
    seed,
    teams,
    names,
  }: Omit<BattleStart, 'seed'> & { readonly seed: EngineSeed }): Duel {
    return new Duel(beginBattle(format.engine, seed, teams, names), { seed, teams, names })
  }

  /** The battle of a record, played again to where it stood. Errors: as `startBattle`; ChoiceError where one was not legal. */
  static replay(format: BattleFormat, { seed, teams, names, played }: DuelRecord): Duel {
    const duel = Duel.again({ format, seed, teams, names })
    for (let k = 0; k < played.length; k += 2 * PLAYERS) duel.play(played, k)
    return duel
  }

  /** The same battle again, which goes its own way. */
  copy(): Duel {
    return new Duel(cloneBattle(this.battle), this.start, this)
  }

  /** What `replay` plays again. */
  record(): DuelRecord {
    return { ...this.start, played: [...this.played] }
  }

  get ended(): boolean {
    return this.battle.ended
  }

  /** The player who won; -1 for a tie, or where the battle goes on. */
  get winner(): number {
    const { winner, sides } = this.battle
    return winner === '' || winner === undefined ? -1 : sides.findIndex(({ name }) => name === winner)
  }

  /** Whether the player decides now. */
  decides(player: number): boolean {
    return this.legal[player].phase !== 'wait'
  }

  /**
   * Plays one joint action of each player who decides. Shape: `actions` [2, 2] from `offset`, a pair of choices each.
   *
   * Errors: ChoiceError where one is not legal; nothing has moved then.
   */
  play(actions: ArrayLike<number>, offset = 0): void {
    const choices = IDS.map((_, player) => {
      const at = offset + 2 * player
      return this.decides(player) ? writeChoice(this.legal[player], actions[at], actions[at + 1]) : ''
    })
    for (const [player, id] of IDS.entries()) {
      if (!this.decides(player)) continue
      if (this.legal[player].phase === 'leads') {
        this.leads[2 * player] = actions[offset + 2 * player]
        this.leads[2 * player + 1] = actions[offset + 2 * player + 1]
      } else if (!this.battle.choose(id, choices[player])) {
        this.refusals[player]++
      }
    }
    for (let k = 0; k < 2 * PLAYERS; k++) this.played.push(actions[offset + k])
    this.listen()
  }

  /** Reads what is new for both players: lines, requests and what these allow. */
  private listen(): void {
    this.read = readLog(this.battle.log, this.read, this.known)
    for (let player = 0; player < PLAYERS; player++) {
      const side = this.battle.sides[player]
      const request = side.activeRequest
      if (request !== null && request !== undefined) this.known[player].readRequest(request)
      this.readLegal(
        player,
        this.battle.ended || request === null || side.isChoiceDone() ? undefined : request,
      )
    }
  }

  private readLegal(player: number, request: ChoiceRequest | undefined): void {
    const legal = this.legal[player]
    if (request === undefined) {
      legal.readNothing()
      return
    }
    const asked = request as BattleRequest
    findMembers(asked, this.rosters[player], this.members)
    const left = this.leads[2 * player]
    const right = this.leads[2 * player + 1]
    if (asked.teamPreview && left > 0) {
      legal.readBack(asked, left, right)
      this.markLeads(player, left, right)
    } else {
      legal.read(asked, this.members)
    }
  }

  private markLeads(player: number, left: number, right: number): void {
    for (const pokemon of this.known[player].own.team) {
      pokemon.chosen = pokemon.member === left - 1 || pokemon.member === right - 1
    }
  }
}

function requestOf(battle: FastBattle, player: number): BattleRequest {
  return battle.sides[player].activeRequest as BattleRequest
}
