/** `calc-greedy`: the joint action that does most, by the damage calculator; `ActionValues`. */
import { FIRST_MOVE, PASS, TERASTALLIZE, gimmickOf, isMove, moveOf, targetOf } from '../actions/codes.ts'
import type { LegalActions } from '../actions/legal-actions.ts'
import type { KnownPokemon } from '../view/known-pokemon.ts'
import type { Knowledge } from '../view/knowledge.ts'
import { DamageEstimates } from './damage.ts'
import { type MoveData, moveOptions, standing } from './options.ts'
import type { Player } from './player.ts'
import { uniform } from './uniform.ts'

const FAINT = 0.5
const SWITCH = -0.15
const TERA = -0.1
const STATUS = 0.05

/**
 * Team preview is drawn uniformly. Otherwise the legal joint action of greatest value, equals drawn uniformly. The value
 * is the sum over both slots of
 *
 *   switch           -0.15
 *   status move      0.05
 *   attack           for each foe that it hits: accuracy x (min(HP left, expected damage) / HP + 0.5 where that takes all
 *                    that is left); for an ally that it hits: -accuracy x min(HP left, expected damage) / HP
 *   terastallizing   -0.1, and the damage is that of the new type
 *
 * A move aimed at an empty slot hits the other foe; one at random foes counts half for each. Knows nothing that its
 * `Knowledge` does not; what foes hide is as `DamageEstimates` says.
 *
 * Source: this project; damage after the calculator of Smogon.
 */
export const calcGreedy: Player = (decision, actions, offset) => {
  const { known, legal, stream } = decision
  if (legal.phase !== 'turn' && legal.phase !== 'switch') {
    uniform(decision, actions, offset)
    return
  }
  const values = new ActionValues(known, legal)
  let [best, equals, chosen] = [-Infinity, 0, 0]
  for (let k = 0; k < legal.count; k++) {
    const value = values.of(legal.pairs[2 * k], legal.pairs[2 * k + 1])
    if (value > best) [best, equals] = [value, 0]
    if (value < best) continue
    equals++
    if (stream.integer(equals) === 0) chosen = k
  }
  actions[offset] = legal.pairs[2 * chosen]
  actions[offset + 1] = legal.pairs[2 * chosen + 1]
}

/** The values of a player's choices in one request. */
export class ActionValues {
  private readonly known: Knowledge
  private readonly damage: DamageEstimates
  private readonly moves: readonly (readonly (MoveData | undefined)[])[]
  private readonly memo: readonly Map<number, number>[] = [new Map(), new Map()]

  constructor(known: Knowledge, legal: LegalActions) {
    this.known = known
    this.damage = new DamageEstimates(known)
    this.moves = [0, 1].map((slot) => {
      const moves: MoveData[] = []
      for (const { index, move } of moveOptions(legal, slot)) moves[index] = move
      return moves
    })
  }

  /** Of a joint action. */
  of(left: number, right: number): number {
    return this.ofSlot(0, left) + this.ofSlot(1, right)
  }

  private ofSlot(slot: number, code: number): number {
    if (code === PASS) return 0
    if (code < FIRST_MOVE) return SWITCH
    let value = this.memo[slot].get(code)
    if (value === undefined) {
      value = this.ofMove(slot, code)
      this.memo[slot].set(code, value)
    }
    return value
  }

  private ofMove(slot: number, code: number): number {
    const move = this.moves[slot][moveOf(code)]
    const user = standing(this.known.own, slot)
    if (move === undefined || user === undefined || !isMove(code)) return 0
    const tera = gimmickOf(code) === TERASTALLIZE
    const cost = tera ? TERA : 0
    if (move.category === 'Status') return STATUS + cost
    const accuracy = move.accuracy === true ? 1 : move.accuracy / 100
    let value = 0
    for (const { pokemon, weight } of this.hit(slot, move, targetOf(code))) {
      const damage = this.damage.share(user, pokemon, move.id, tera)
      const foe = this.known.foe.team.includes(pokemon)
      const taken = Math.min(pokemon.health, damage)
      if (foe) value += weight * accuracy * (taken + (damage >= pokemon.health ? FAINT : 0))
      else value -= weight * accuracy * taken
    }
    return value + cost
  }

  /** Whom a move of a slot hits. */
  private hit(slot: number, { id, target }: MoveData, at: number): readonly Hit[] {
    const { own, foe } = this.known
    const foes = hits([standing(foe, 0), standing(foe, 1)])
    if (at > 0) return foes.length < 2 ? foes : [foes[at - 1]]
    if (at < 0) return id === HEALS_ALLIES || -at - 1 === slot ? [] : hits([standing(own, -at - 1)])
    if (target === 'allAdjacent') return [...foes, ...hits([standing(own, 1 - slot)])]
    if (target === 'randomNormal' || target === 'normal' || target === 'any')
      return foes.map(({ pokemon }) => ({ pokemon, weight: 1 / foes.length }))
    return target === 'allAdjacentFoes' ? foes : []
  }
}

/** Does no damage to one's own side. */
const HEALS_ALLIES = 'pollenpuff'

interface Hit {
  readonly pokemon: KnownPokemon
  readonly weight: number
}

function hits(targets: readonly (KnownPokemon | undefined)[]): Hit[] {
  return targets.flatMap((pokemon) => (pokemon === undefined ? [] : [{ pokemon, weight: 1 }]))
}
