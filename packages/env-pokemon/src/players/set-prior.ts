/** What a foe may have brought, as far as it is not known: `drawSet`. */
import type { Stream } from '@gauntlet/core'
import { Dex, type PokemonSet, Teams } from '@pkmn/sim'
import { OWN_TEAMS } from '../teams/own-teams.ts'
import { STATS } from '../view/conditions.ts'
import { type KnownPokemon, UNKNOWN } from '../view/known-pokemon.ts'

type Numbers = PokemonSet['evs']

interface Spread {
  readonly nature: string
  readonly evs: Numbers
  readonly ivs: Numbers
}

/** Known moves of a Pokemon's four, from which its role is told; where fewer are known, its base stats tell. */
const ENOUGH_MOVES = 3
const SLOW = 60

/**
 * A set that agrees with what is known.
 *
 * The spread is drawn by role: three or four attacks make an attacker, one or none a supporter. An attacker puts 252 into
 * its attack and as much into Speed (one in three with a nature for the attack, one for Speed) or into HP (one in three);
 * one of base Speed 60 or less, or with Trick Room, into HP, and every second has a nature and values that slow it. A
 * supporter puts 252 into HP and as much into Defense or Special Defense. Who is neither draws between both.
 *
 * With closed team sheets the rest is that of a set of the species among the package's own teams, drawn uniformly. Where
 * there is none: one of the form's abilities, one of its types as Tera type, a Sitrus Berry, its strongest attacks of
 * three types and Protect.
 */
export function drawSet(known: KnownPokemon, stream: Stream): PokemonSet {
  const species = Dex.species.get(known.species)
  const guess = guessSet(known, stream)
  const seen = known.moves.map(({ id }) => id)
  const moves = [...seen, ...guess.moves.filter((id) => !seen.includes(id))].slice(
    0,
    Math.max(4, seen.length),
  )
  return {
    name: known.name === '' ? species.baseSpecies : known.name,
    species: species.name,
    item: known.item === UNKNOWN ? guess.item : known.item,
    ability: known.baseAbility === UNKNOWN ? guess.ability : known.baseAbility,
    moves,
    teraType: Dex.types.get(known.teraType === '' ? guess.teraType : known.teraType).name,
    gender: known.gender === 'N' ? '' : known.gender,
    level: known.level,
    ...drawSpread(known.species, moves, stream),
  }
}

interface Guess {
  readonly item: string
  readonly ability: string
  readonly moves: readonly string[]
  readonly teraType: string
}

function guessSet({ species }: KnownPokemon, stream: Stream): Guess {
  const pool = setsOf(species)
  if (pool.length > 0) return pool[stream.integer(pool.length)]
  const { abilities, types } = Dex.species.get(species)
  const names = Object.values(abilities).filter((name) => name !== '')
  return {
    item: 'sitrusberry',
    ability: Dex.abilities.get(names[stream.integer(names.length)]).id,
    moves: strongestMoves(species),
    teraType: types[stream.integer(types.length)],
  }
}

const ownSets: Map<string, Guess[]> = new Map()

/** The sets of a species in the package's own teams. */
function setsOf(species: string): readonly Guess[] {
  if (ownSets.size === 0) {
    for (const { packed } of Object.values(OWN_TEAMS).flat()) {
      for (const set of Teams.unpack(packed) ?? []) {
        const { id } = Dex.species.get(set.species || set.name)
        const moves = set.moves.map((name) => Dex.moves.get(name).id)
        const [item, ability] = [Dex.items.get(set.item).id, Dex.abilities.get(set.ability).id]
        const guess = { item, ability, moves, teraType: set.teraType ?? Dex.species.get(id).types[0] }
        ownSets.set(id, [...(ownSets.get(id) ?? []), guess])
      }
    }
  }
  return ownSets.get(species) ?? []
}

const strongest: Map<string, readonly string[]> = new Map()

function strongestMoves(species: string): readonly string[] {
  let moves = strongest.get(species)
  if (moves === undefined) strongest.set(species, (moves = findStrongest(species)))
  return moves
}

/** The best attack of each of three types, by power, accuracy, its own type's bonus and the stat behind it; Protect. */
function findStrongest(species: string): readonly string[] {
  const { id, baseSpecies, baseStats, types } = Dex.species.get(species)
  const learned = [id, Dex.species.get(baseSpecies).id].map(
    (one) => Dex.species.getLearnsetData(one).learnset,
  )
  const rated = Object.keys(learned[0] ?? learned[1] ?? {})
    .map((name) => Dex.moves.get(name))
    .filter((move) => move.category !== 'Status' && move.isNonstandard === null)
    .filter(({ flags, selfdestruct }) => flags.recharge === undefined && selfdestruct === undefined)
    .filter(({ flags }) => flags.charge === undefined)
    .map(({ id: move, type, basePower, accuracy, category }) => {
      const bonus = types.includes(type) ? 1.5 : 1
      const stat = category === 'Physical' ? baseStats.atk : baseStats.spa
      return { move, type, worth: basePower * bonus * stat * (accuracy === true ? 1 : accuracy / 100) }
    })
    .toSorted((one, other) => other.worth - one.worth || (one.move < other.move ? -1 : 1))
  const best = rated.filter(({ type }, k) => rated.findIndex((other) => other.type === type) === k)
  return [...best.slice(0, 3).map(({ move }) => move), 'protect']
}

function drawSpread(species: string, moves: readonly string[], stream: Stream): Spread {
  const { baseStats } = Dex.species.get(species)
  const categories = moves.map((id) => Dex.moves.get(id).category)
  const physical = categories.filter((category) => category === 'Physical').length
  const special = categories.filter((category) => category === 'Special').length
  const usesAttack = physical === special ? baseStats.atk > baseStats.spa : physical > special
  const attacks = moves.length < ENOUGH_MOVES ? 2 : physical + special
  const slow = baseStats.spe <= SLOW || moves.includes('trickroom')
  const attackers = attackSpreads(usesAttack, slow)
  const supporters = supportSpreads(usesAttack)
  const spreads = attacks >= 3 ? attackers : attacks <= 1 ? supporters : [...attackers, ...supporters]
  return spreads[stream.integer(spreads.length)]
}

function attackSpreads(usesAttack: boolean, slow: boolean): Spread[] {
  const stat = usesAttack ? 'atk' : 'spa'
  const strong = usesAttack ? 'Adamant' : 'Modest'
  const bulky = spread(strong, { hp: 252, [stat]: 252, spd: 4 })
  if (slow) {
    const brave = spread(usesAttack ? 'Brave' : 'Quiet', { hp: 252, [stat]: 252, spd: 4 })
    return [bulky, { ...brave, ivs: { ...brave.ivs, spe: 0 } }]
  }
  const quick = { hp: 4, [stat]: 252, spe: 252 }
  return [spread(strong, quick), spread(usesAttack ? 'Jolly' : 'Timid', quick), bulky]
}

function supportSpreads(usesAttack: boolean): Spread[] {
  return [
    spread(usesAttack ? 'Impish' : 'Bold', { hp: 252, def: 252, spd: 4 }),
    spread(usesAttack ? 'Careful' : 'Calm', { hp: 252, def: 4, spd: 252 }),
  ]
}

function spread(nature: string, values: Readonly<Record<string, number>>): Spread {
  const fill = (value: (stat: string) => number): Numbers =>
    Object.fromEntries(STATS.map((stat) => [stat, value(stat)])) as unknown as Numbers
  return { nature, evs: fill((stat) => values[stat] ?? 0), ivs: fill(() => 31) }
}
