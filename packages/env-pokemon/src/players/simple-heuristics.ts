/** `simple-heuristics`: type matchups and a rough estimate of damage, against each foe by itself. */
import { Dex } from '@pkmn/sim'
import { NO_GIMMICK, PASS, TERASTALLIZE, switchTo, useMove } from '../actions/codes.ts'
import { BOOSTS, SIDE_CONDITIONS, STATS, indexIn } from '../view/conditions.ts'
import type { KnownPokemon } from '../view/known-pokemon.ts'
import { effectiveness, typesNow } from '../view/matchup.ts'
import { type MoveOption, benched, moveOptions, standing } from './options.ts'
import type { Decision, Player } from './player.ts'
import { uniform } from './uniform.ts'

/** A choice of a slot with the score by which it is weighed against the one for the other foe. */
interface Order {
  readonly code: number
  readonly score: number
}

/**
 * Team preview is drawn uniformly. Otherwise each slot is decided as in singles against each of the foes:
 *
 * 1. Where slot or foe is empty: a uniform draw of its moves (also with terastallization) and switches, score 0.
 * 2. Where it has a move and `shouldSwitchOut` does not hold, or nobody is on the bench:
 *    a hazard that the foe's side lacks while three foes are left, score 0; rapid spin or defog while anything lies on
 *    its own side and two of its team are left, score 0; else the move of greatest `attackScore`, terastallized where
 *    `shouldTerastallize` holds.
 * 3. Else the switch of greatest `matchup`, score 0.
 *
 * The slot takes the order of greater score, the first foe's of equals, aimed at that foe if it can be. Where the slots'
 * orders do not go together (one switch, or terastallization, for both), the right slot's becomes the engine's default:
 * its first move at a random foe, or the first replacement. Equals are decided by the request's order.
 *
 * Source: SimpleHeuristicsPlayer of poke-env 0.16 in doubles, which also weighs spread moves by 1.5 and then leaves that
 * aside, and has a rule for moves that boost their user that never holds (it compares a target with a text). Its count of
 * what is left takes in the two who were not picked. Differs: with closed team sheets the source is not told its own Tera
 * types and never terastallizes; what a locked move may not be aimed at is not asked for.
 */
export const simpleHeuristics: Player = (decision, actions, offset) => {
  const { legal } = decision
  if (legal.phase !== 'turn' && legal.phase !== 'switch') {
    uniform(decision, actions, offset)
    return
  }
  const left = slotOrder(decision, 0)
  const right = slotOrder(decision, 1)
  actions[offset] = left
  actions[offset + 1] = legal.has(left, right) ? right : defaultOrder(decision, left)
}

function slotOrder(decision: Decision, slot: number): number {
  const { known, legal } = decision
  const moves = moveOptions(legal, slot)
  const bench = benched(known, legal, slot)
  if (moves.length === 0 && bench.length === 0) return PASS
  const forced = legal.request?.forceSwitch
  if (forced !== undefined) {
    const last = forced[0] && forced[1] && bench.length === 1 && slot === 1
    if (forced[slot] !== true || last) return PASS
  }
  const [first, second] = [0, 1].map((foe) => orderAgainst(decision, slot, foe, moves, bench))
  return (second.score > first.score ? second : first).code
}

function orderAgainst(
  decision: Decision,
  slot: number,
  foeSlot: number,
  moves: readonly MoveOption[],
  bench: readonly KnownPokemon[],
): Order {
  const { known } = decision
  const own = standing(known.own, slot)
  const foe = standing(known.foe, foeSlot)
  if (own === undefined || foe === undefined) return anyOrder(decision, slot, foeSlot, moves, bench)
  if (moves.length > 0 && (bench.length === 0 || !shouldSwitchOut(own, foe, bench))) {
    const duty = moves.find((option) => isDuty(decision, option))
    if (duty !== undefined) return { code: aim(duty, slot, foeSlot), score: 0 }
    return strongest(own, foe, slot, foeSlot, moves)
  }
  let best = bench[0]
  for (const one of bench) if (matchup(one, foe) > matchup(best, foe)) best = one
  return { code: switchTo(best.member + 1), score: 0 }
}

function strongest(
  own: KnownPokemon,
  foe: KnownPokemon,
  slot: number,
  foeSlot: number,
  moves: readonly MoveOption[],
): Order {
  const scores = moves.map(({ move }) => attackScore(own, foe, move.id))
  const score = Math.max(...scores)
  const best = moves[scores.indexOf(score)]
  const tera = best.tera && shouldTerastallize(own, foe, best.move.id)
  return { code: aim(best, slot, foeSlot, tera ? TERASTALLIZE : NO_GIMMICK), score }
}

/** A uniform draw of what the slot may do. */
function anyOrder(
  { stream }: Decision,
  slot: number,
  foeSlot: number,
  moves: readonly MoveOption[],
  bench: readonly KnownPokemon[],
): Order {
  const codes = [
    ...bench.map(({ member }) => switchTo(member + 1)),
    ...moves.map((option) => aim(option, slot, foeSlot)),
    ...moves.filter(({ tera }) => tera).map((option) => aim(option, slot, foeSlot, TERASTALLIZE)),
  ]
  return { code: codes[stream.integer(codes.length)], score: 0 }
}

/** What the engine takes for `default` in the right slot. */
function defaultOrder({ known, legal, stream }: Decision, left: number): number {
  const [first] = moveOptions(legal, 1)
  if (first === undefined) {
    const free = benched(known, legal, 1).find(({ member }) => switchTo(member + 1) !== left)
    return free === undefined ? PASS : switchTo(free.member + 1)
  }
  const foes = first.targets.filter((target) => target > 0 && standing(known.foe, target - 1) !== undefined)
  if (foes.length > 0) return useMove(first.index, foes[stream.integer(foes.length)])
  return useMove(first.index, first.targets.includes(OWN_RIGHT) ? OWN_RIGHT : first.targets[0])
}

const OWN_RIGHT = -2

/** At the foe where the move can be aimed there, else at the ally, else at itself. */
function aim(
  { index, targets }: MoveOption,
  slot: number,
  foeSlot: number,
  gimmick: number = NO_GIMMICK,
): number {
  const wanted = [foeSlot + 1, slot - 2].find((target) => targets.includes(target))
  return useMove(index, wanted ?? targets[0], gimmick)
}

const HAZARDS: readonly string[] = ['spikes', 'stealthrock', 'stickyweb', 'toxicspikes']
const CLEARANCE: readonly string[] = ['rapidspin', 'defog']

function isDuty({ known: { own, foe } }: Decision, { move: { id } }: MoveOption): boolean {
  if (HAZARDS.includes(id)) return foe.remaining(6) >= 3 && foe.since[indexIn(SIDE_CONDITIONS, id)] < 0
  return CLEARANCE.includes(id) && own.since.some((turn) => turn >= 0) && own.remaining(6) >= 2
}

/**
 * How well one fares against another: the best factor of its types against the other less that of the other's types
 * against it, 0.1 for the greater base Speed, 0.4 times the difference of the shares of HP. From -4.5 to 4.5.
 */
export function matchup(one: KnownPokemon, other: KnownPokemon): number {
  const types = damageTypes(one)
  const others = damageTypes(other)
  let score = Math.max(...types.map((type) => effectiveness(type, others)))
  score -= Math.max(...others.map((type) => effectiveness(type, types)))
  score += 0.1 * Math.sign(baseStats(one).spe - baseStats(other).spe)
  return score + 0.4 * one.health - 0.4 * other.health
}

/** Whether somebody better is there, and its boosts or its matchup are bad. */
export function shouldSwitchOut(
  own: KnownPokemon,
  foe: KnownPokemon,
  bench: readonly KnownPokemon[],
): boolean {
  if (!bench.some((one) => matchup(one, foe) > 0)) return false
  if (boostOf(own, 'def') <= -3 || boostOf(own, 'spd') <= -3) return true
  const attack = own.stats[indexIn(STATS, 'atk')]
  const special = own.stats[indexIn(STATS, 'spa')]
  if (boostOf(own, 'atk') <= -3 && attack >= special) return true
  if (boostOf(own, 'spa') <= -3 && attack <= special) return true
  return matchup(own, foe) < -2
}

/**
 * Base power x 1.5 for its own type x the ratio of attack to defence x accuracy x expected hits x the type's factor.
 * Types and powers are those of the engine's data, whatever the battle makes of them. Of recharging, which is no move, 0.
 */
export function attackScore(own: KnownPokemon, foe: KnownPokemon, id: string): number {
  const { exists, basePower, accuracy, category, type } = Dex.moves.get(id)
  if (!exists) return 0
  const typeId = type.toLowerCase()
  const ratio =
    category === 'Physical'
      ? statEstimate(own, 'atk') / statEstimate(foe, 'def')
      : statEstimate(own, 'spa') / statEstimate(foe, 'spd')
  const bonus = damageTypes(own).includes(typeId) ? 1.5 : 1
  const hits = accuracy === true ? 1 : accuracy / 100
  return basePower * bonus * ratio * hits * expectedHits(id) * effectiveness(typeId, damageTypes(foe))
}

/** As at level 100 without effort values; +1 counts as +2. */
export function statEstimate(pokemon: KnownPokemon, stat: 'atk' | 'def' | 'spa' | 'spd'): number {
  const boost = boostOf(pokemon, stat)
  return (2 * baseStats(pokemon)[stat] + 36) * (boost > 1 ? (2 + boost) / 2 : 2 / (2 - boost))
}

/** Hits of a move as the source counts them: the moves of two to five hits as if without Skill Link or Loaded Dice. */
export function expectedHits(id: string): number {
  if (id === 'triplekick' || id === 'tripleaxel') return 1 + 2 * 0.9 + 3 * 0.81
  const { multihit } = Dex.moves.get(id)
  if (multihit === undefined || typeof multihit === 'number') return multihit ?? 1
  return 5 / 3 + 9 / 6
}

/** Whether the move's factor times what terastallization makes of its defence is more than 1. */
export function shouldTerastallize(own: KnownPokemon, foe: KnownPokemon, id: string): boolean {
  if (own.teraType === '') return false
  const others = damageTypes(foe)
  const attack = effectiveness(Dex.moves.get(id).type.toLowerCase(), others)
  return (attack * worstDefence(others, [own.teraType])) / worstDefence(others, damageTypes(own)) > 1
}

function worstDefence(attacks: readonly string[], types: readonly string[]): number {
  return Math.min(...attacks.map((type) => 1 / (effectiveness(type, types) || 1 / 8)))
}

/** As the source has them: of a stellar Pokemon nothing but that type, which takes all damage once. */
function damageTypes(pokemon: KnownPokemon): readonly string[] {
  return pokemon.terastallized && pokemon.teraType === 'stellar' ? ['stellar'] : typesNow(pokemon)
}

function baseStats({ forme }: KnownPokemon): ReturnType<typeof Dex.species.get>['baseStats'] {
  return Dex.species.get(forme.id).baseStats
}

function boostOf(pokemon: KnownPokemon, stat: string): number {
  return pokemon.boosts[indexIn(BOOSTS, stat)]
}
