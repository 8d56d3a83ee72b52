/** Expected damage as far as a player knows: `DamageEstimates`. */
import { Dex } from '@pkmn/sim'
import { Field, Generations, Move, Pokemon, calculate } from '@smogon/calc'
import { BOOSTS, FIELDS, SIDE_CONDITIONS, STATS, WEATHERS, indexIn } from '../view/conditions.ts'
import { type KnownPokemon, UNKNOWN } from '../view/known-pokemon.ts'
import type { Knowledge, KnownSide } from '../view/knowledge.ts'

const GENERATION = Generations.get(9)
const LEVEL = 50

/** By index of `WEATHERS`, as the calculator calls them. */
const WEATHER_NAMES: Readonly<Record<string, string>> = {
  desolateland: 'Harsh Sunshine',
  deltastream: 'Strong Winds',
  hail: 'Hail',
  primordialsea: 'Heavy Rain',
  raindance: 'Rain',
  sandstorm: 'Sand',
  snowscape: 'Snow',
  sunnyday: 'Sun',
}

const TERRAIN_NAMES: Readonly<Record<string, string>> = {
  electricterrain: 'Electric',
  grassyterrain: 'Grassy',
  mistyterrain: 'Misty',
  psychicterrain: 'Psychic',
}

type PokemonOptions = NonNullable<ConstructorParameters<typeof Pokemon>[2]>
type MoveOptions = NonNullable<ConstructorParameters<typeof Move>[2]>
type FieldOptions = NonNullable<ConstructorParameters<typeof Field>[0]>

/**
 * What one knows of a battle as the damage calculator of Smogon takes it; reckons each attack once.
 *
 * Stats of one's own are exact. Foes, whose spreads are unknown, have 84 effort values in each stat and a neutral nature;
 * what they keep hidden is no item, and the first of their form's abilities.
 */
export class DamageEstimates {
  private readonly known: Knowledge
  private readonly pokemon: Map<string, Pokemon> = new Map()
  private readonly results: Map<string, number> = new Map()
  private readonly fields: Field[] = []

  constructor(known: Knowledge) {
    this.known = known
  }

  /**
   * The mean of the damage rolls as a share of the target's whole HP, could it take that much; 0 for moves that do none.
   * `tera`: whether the attacker terastallizes with it.
   */
  share(attacker: KnownPokemon, target: KnownPokemon, move: string, tera: boolean): number {
    const key = `${this.nameOf(attacker)} ${this.nameOf(target)} ${move} ${tera}`
    let share = this.results.get(key)
    if (share === undefined) {
      share = this.reckon(attacker, target, move, tera)
      this.results.set(key, share)
    }
    return share
  }

  private reckon(attacker: KnownPokemon, target: KnownPokemon, id: string, tera: boolean): number {
    const from = this.get(attacker, tera)
    const to = this.get(target, false)
    const { name, exists } = Dex.moves.get(id)
    if (!exists) return 0
    const { ability, item, species } = from
    const move = new Move(GENERATION, name, { ability, item, species: species.name } as MoveOptions)
    const field = this.field(this.sideOf(attacker), this.sideOf(target))
    return mean(calculate(GENERATION, from, to, move, field).damage) / to.maxHP()
  }

  private sideOf(pokemon: KnownPokemon): number {
    return this.known.sides[0].team.includes(pokemon) ? 0 : 1
  }

  private nameOf(pokemon: KnownPokemon): string {
    return `${this.sideOf(pokemon)}${pokemon.member}`
  }

  private get(pokemon: KnownPokemon, tera: boolean): Pokemon {
    const key = `${this.nameOf(pokemon)} ${tera}`
    let made = this.pokemon.get(key)
    if (made === undefined) {
      made = calculatorPokemon(pokemon, this.known.sides[this.sideOf(pokemon)], tera)
      this.pokemon.set(key, made)
    }
    return made
  }

  private field(attacking: number, defending: number): Field {
    const at = 2 * attacking + defending
    this.fields[at] ??= new Field(fieldOptions(this.known, attacking, defending))
    return this.fields[at]
  }
}

function calculatorPokemon(pokemon: KnownPokemon, side: KnownSide, tera: boolean): Pokemon {
  const forme = Dex.species.get(pokemon.forme.id)
  const known = GENERATION.species.get(forme.id as never) !== undefined
  const stats = STATS.map((stat, k) => (pokemon.stats[k] > 0 ? pokemon.stats[k] : evenStat(forme.id, stat)))
  const types = pokemon.types.length > 0 ? pokemon.types.map((type) => Dex.types.get(type).name) : forme.types
  const teraType = tera || pokemon.terastallized ? Dex.types.get(pokemon.teraType).name : undefined
  const raised = STATS.find(
    (stat) => pokemon.has(`protosynthesis${stat}`) || pokemon.has(`quarkdrive${stat}`),
  )
  const boosted = pokemon.has('protosynthesis') || pokemon.has('quarkdrive')
  return new Pokemon(GENERATION, known ? forme.name : forme.baseSpecies, {
    level: LEVEL,
    gender: pokemon.gender,
    ability: pokemon.ability === UNKNOWN ? undefined : Dex.abilities.get(pokemon.ability).name,
    abilityOn: boosted || pokemon.has('flashfire'),
    boostedStat: boosted ? (raised ?? 'auto') : undefined,
    item: pokemon.item === UNKNOWN || pokemon.item === '' ? undefined : Dex.items.get(pokemon.item).name,
    // With neither values of its own nor a nature, a base stat decides a stat alone: at level 50 it is five more.
    ivs: { hp: 0, atk: 0, def: 0, spa: 0, spd: 0, spe: 0 },
    boosts: Object.fromEntries(STATS.slice(1).map((stat) => [stat, pokemon.boosts[indexIn(BOOSTS, stat)]])),
    overrides: {
      types,
      baseStats: Object.fromEntries(
        STATS.map((stat, k) => [stat, stats[k] - (stat === 'hp' ? LEVEL + 10 : 5)]),
      ),
    },
    originalCurHP: Math.max(1, Math.ceil(pokemon.health * stats[0])),
    status: pokemon.status === 'fnt' ? '' : pokemon.status,
    teraType,
    alliesFainted: side.team.filter(({ fainted }) => fainted).length,
  } as PokemonOptions)
}

/** At level 50 with 84 effort values and a neutral nature. */
function evenStat(forme: string, stat: string): number {
  const base = Dex.species.get(forme).baseStats[stat as 'hp']
  const half = Math.floor((2 * base + 31 + 21) / 2)
  return half + (stat === 'hp' ? LEVEL + 10 : 5)
}

function fieldOptions(known: Knowledge, attacking: number, defending: number): FieldOptions {
  const standing = known.sides
    .flatMap(({ slots }) => slots)
    .filter((one) => one !== undefined && !one.fainted)
  const has = (ability: string): boolean => standing.some((one) => one?.ability === ability)
  const lasts = (id: string): boolean => known.fieldSince[indexIn(FIELDS, id)] >= 0
  const terrain = Object.keys(TERRAIN_NAMES).find(lasts)
  const still = has('cloudnine') || has('airlock')
  return {
    gameType: 'Doubles',
    weather: known.weather < 0 || still ? undefined : WEATHER_NAMES[WEATHERS[known.weather]],
    terrain: terrain === undefined ? undefined : TERRAIN_NAMES[terrain],
    isGravity: lasts('gravity'),
    isMagicRoom: lasts('magicroom'),
    isWonderRoom: lasts('wonderroom'),
    isAuraBreak: has('aurabreak'),
    isFairyAura: has('fairyaura'),
    isDarkAura: has('darkaura'),
    isBeadsOfRuin: has('beadsofruin'),
    isSwordOfRuin: has('swordofruin'),
    isTabletsOfRuin: has('tabletsofruin'),
    isVesselOfRuin: has('vesselofruin'),
    attackerSide: sideOptions(known.sides[attacking]),
    defenderSide: sideOptions(known.sides[defending]),
  } as FieldOptions
}

function sideOptions(side: KnownSide): FieldOptions['attackerSide'] {
  const has = (id: string): boolean => side.since[indexIn(SIDE_CONDITIONS, id)] >= 0
  return {
    isReflect: has('reflect'),
    isLightScreen: has('lightscreen'),
    isAuroraVeil: has('auroraveil'),
    isTailwind: has('tailwind'),
  }
}

/** The mean of 16 rolls, or the sum over hits of theirs. */
function mean(damage: number | readonly number[] | readonly (readonly number[])[]): number {
  if (typeof damage === 'number') return damage
  let sum = 0
  for (const roll of damage) sum += mean(roll)
  const hits = typeof damage[0] !== 'number' || damage.length === 2
  return hits ? sum : sum / damage.length
}
