/** Foes with sets that were drawn, in a battle of one's own: `redraw`, `newcomer`. */
import { Dex, Pokemon, type PokemonSet } from '@pkmn/sim'
import type { FastBattle } from '../engine/fast-battle.ts'
import { SLOTS } from '../view/knowledge.ts'
import { type KnownPokemon, UNKNOWN } from '../view/known-pokemon.ts'

/** The engine's own word for what an effect remembers. */
type State = Record<string, unknown>

/** Gives a Pokemon that was seen the set; what is seen of it stays. `open`: whether its team sheet is known. */
export function redraw(
  battle: FastBattle,
  pokemon: Pokemon,
  member: KnownPokemon,
  set: PokemonSet,
  open: boolean,
): void {
  Object.assign(pokemon, { set })
  const most = pokemon.species.maxHP ?? battle.spreadModify(pokemon.baseSpecies.baseStats, set).hp
  pokemon.baseMaxhp = most
  pokemon.maxhp = most
  pokemon.hp = pointsOf(member, most)
  if (!pokemon.transformed) {
    const stats = battle.spreadModify(pokemon.species.baseStats, set)
    pokemon.baseStoredStats = stats
    for (const stat of Object.keys(pokemon.storedStats) as (keyof typeof pokemon.storedStats)[]) {
      pokemon.storedStats[stat] = stats[stat]
    }
    pokemon.speed = pokemon.storedStats.spe
  }
  pokemon.attackedBy = []
  pokemon.lastDamage = 0
  if (pokemon.hurtThisTurn !== null) pokemon.hurtThisTurn = pokemon.hp
  const substitute = pokemon.volatiles['substitute'] as State | undefined
  if (substitute !== undefined) substitute['hp'] = Math.floor(most / 4)
  drawHeld(battle, pokemon, member, set)
  if (!open) drawMoves(pokemon, set)
  restorePoints(pokemon, member)
}

/** Item, ability and Tera type, where they are not known. */
function drawHeld(battle: FastBattle, pokemon: Pokemon, member: KnownPokemon, set: PokemonSet): void {
  const item = Dex.items.get(set.item)
  if (member.item === UNKNOWN) {
    pokemon.item = item.id
    pokemon.itemState = battle.initEffectState({ id: item.id, target: pokemon })
  }
  if (item.isChoice !== true) delete pokemon.volatiles['choicelock']
  const ability = Dex.abilities.get(set.ability).id
  if (member.baseAbility === UNKNOWN) {
    if (pokemon.ability === pokemon.baseAbility) {
      pokemon.ability = ability
      pokemon.abilityState = battle.initEffectState({ id: ability, target: pokemon })
    }
    pokemon.baseAbility = ability
  }
  if (member.terastallized) return
  pokemon.teraType = set.teraType as string
  if (pokemon.canTerastallize) pokemon.canTerastallize = pokemon.teraType
}

/** Moves, as far as a closed team sheet hides them; those that are known come first. */
function drawMoves(pokemon: Pokemon, set: PokemonSet): void {
  if (pokemon.transformed) return
  const slots = set.moves.map((id) => moveSlot(id))
  Object.assign(pokemon, { baseMoveSlots: slots, moveSlots: slots.slice() })
  if (pokemon.isActive && pokemon.hp > 0) pokemon.battle.runEvent('DisableMove', pokemon)
}

/** The PP that are known to be left. */
function restorePoints(pokemon: Pokemon, member: KnownPokemon): void {
  for (const slot of [...pokemon.baseMoveSlots, ...pokemon.moveSlots]) {
    slot.pp = member.move(slot.id)?.pp ?? slot.maxpp
  }
}

function moveSlot(id: string): Pokemon['baseMoveSlots'][number] {
  const move = Dex.moves.get(id)
  const pp = move.noPPBoosts ? move.pp : Math.floor((move.pp * 8) / 5)
  return {
    move: move.name,
    id: move.id,
    pp,
    maxpp: pp,
    target: move.target,
    disabled: false,
    disabledSource: '',
    used: false,
  }
}

/** A Pokemon that was not seen, or that an illusion shows, at a position of its side. */
export function newcomer(
  battle: FastBattle,
  side: FastBattle['sides'][number],
  member: KnownPokemon,
  set: PokemonSet,
  position: number,
): Pokemon {
  const made = new Pokemon(set, side)
  made.position = position
  made.hp = pointsOf(member, made.maxhp)
  made.fainted = member.fainted
  made.status = (member.status === 'fnt' ? '' : member.status) as typeof made.status
  if (made.status !== '') made.statusState = battle.initEffectState({ id: made.status, target: made })
  if (side.pokemon.some(({ terastallized }) => terastallized)) made.canTerastallize = null
  if (position < SLOTS) {
    made.isActive = true
    made.isStarted = true
    made.newlySwitched = false
  }
  return made
}

/** Points of HP that show as the share that is known. */
function pointsOf({ fainted, health }: KnownPokemon, most: number): number {
  return fainted ? 0 : Math.max(1, Math.floor(health * most))
}
