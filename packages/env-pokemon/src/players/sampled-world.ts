/** Battles that may be the one that is played, as far as a player knows: `sampleWorld`, `SampledWorld`. */
import type { Stream } from '@gauntlet/core'
import { Dex, PRNG, Pokemon, type PokemonSet } from '@pkmn/sim'
import { LegalActions } from '../actions/legal-actions.ts'
import type { BattleRequest } from '../actions/request.ts'
import type { EngineSeed } from '../engine/battle.ts'
import { cloneBattle } from '../engine/clone.ts'
import type { FastBattle } from '../engine/fast-battle.ts'
import { type KnownPokemon, UNKNOWN } from '../view/known-pokemon.ts'
import { type ChoiceRequest, Knowledge, SLOTS } from '../view/knowledge.ts'
import { drawSet } from './set-prior.ts'

/** A battle in which nothing is left of what the player could not know. */
export interface SampledWorld {
  readonly battle: FastBattle
  /** What the foe would know and be asked there; of the player's own side it knows all, as the player does. */
  readonly foe: { readonly known: Knowledge; readonly legal: LegalActions }
}

/** The engine's own word for what a Pokemon or an effect remembers. */
type State = Record<string, unknown>

/**
 * Draws a battle that agrees with what a player knows, at a request after team preview. `battle` is left as it is.
 *
 * Overwritten, each by a draw from the stream or from what is known: of all foes, spreads, natures, whatever of item,
 * ability, moves and Tera type is not known, HP (the share that is shown) and PP; who of those not yet seen stands at the
 * back; what the foe has chosen and not yet done in this turn (a uniform draw of its moves without priority); on both
 * sides, the turns that sleep, confusion, binding and rampages still last; with closed sheets, whether weather, terrain
 * and screens last longer than usual; the engine's random state. An illusion is what it looks like. The battle's logs are
 * empty.
 *
 * Two battles that a player cannot tell apart give the same worlds from the same stream.
 */
export function sampleWorld(battle: FastBattle, known: Knowledge, stream: Stream): SampledWorld {
  const world = cloneBattle(battle)
  const { side } = known
  Object.assign(world, { log: [], inputLog: [], sentLogPos: 0, hints: new Set(), lastDamage: 0 })
  Object.assign(world, { speedOrder: world.speedOrder.map((_, k) => k) })
  reseed(world, stream)
  const members = drawFoes(world, known, stream)
  drawCounters(world, known, stream)
  if (!known.foe.open) drawDurations(world, known)
  drawPending(world, 1 - side, stream)
  world.updateSpeed()
  reseed(world, stream)
  for (const one of world.sides) one.clearChoice()
  findTrapped(world)
  world.makeRequest()
  return { battle: world, foe: foeOf(world, known, members) }
}

/** The engine's generator at a state that the stream says. */
function reseed(battle: FastBattle, stream: Stream): void {
  const seed: EngineSeed = `gen5,${[0, 1].map(() => stream.uint32().toString(16).padStart(8, '0')).join('')}`
  Object.assign(battle, { prng: new PRNG(seed), prngSeed: seed })
}

/** Puts a drawn Pokemon at every place of the foe's side; gives the member at each. */
function drawFoes(battle: FastBattle, known: Knowledge, stream: Stream): KnownPokemon[] {
  const side = battle.sides[1 - known.side]
  const members = placeMembers(side.pokemon, known, stream)
  for (const [position, member] of members.entries()) {
    const set = drawSet(member, stream)
    const standing = side.pokemon[position]
    const same = member.revealed && standing.illusion === null && standing.name === member.name
    if (same) {
      redraw(battle, standing, member, set)
      if (!known.foe.open) drawMoves(standing, set)
      restorePoints(standing, member)
    } else {
      const made = newcomer(battle, side, member, set, position)
      side.pokemon[position] = made
      if (position < SLOTS) side.active[position] = made
    }
    if (side.team[position] !== undefined) side.team[position] = set
  }
  for (let k = members.length; k < side.team.length; k++) side.team[k] = side.team[0]
  for (const condition of side.slotConditions) {
    const wish = condition['wish'] as State | undefined
    if (wish !== undefined) wish['hp'] = Math.floor((wish['source'] as Pokemon).maxhp / 2)
  }
  return members
}

/** Who stands at each position: those seen where they stand, and draws of those not seen in the places that are left. */
function placeMembers(pokemon: readonly Pokemon[], known: Knowledge, stream: Stream): KnownPokemon[] {
  const { team, slots } = known.foe
  const seen = team.filter((one) => one.revealed && !slots.includes(one))
  const places: (KnownPokemon | undefined)[] = pokemon.map((one, position) =>
    position < SLOTS ? slots[position] : seen.find(({ name }) => name === one.name),
  )
  const hidden = team.filter((one) => !one.revealed)
  return places.map((place) => {
    if (place !== undefined) return place
    const left = seen.find((one) => !places.includes(one))
    if (left !== undefined) {
      places[places.indexOf(undefined)] = left
      return left
    }
    const [drawn] = hidden.splice(stream.integer(hidden.length), 1)
    return drawn
  })
}

/** A Pokemon that was seen: what is seen of it stays. */
function redraw(battle: FastBattle, pokemon: Pokemon, member: KnownPokemon, set: PokemonSet): void {
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

/** A Pokemon that was not seen, or that an illusion shows. */
function newcomer(
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

/** How much longer lasts what lasts for a number of turns that nobody is told. */
function drawCounters(battle: FastBattle, known: Knowledge, stream: Stream): void {
  for (const side of battle.sides) {
    for (const pokemon of side.pokemon) {
      if (pokemon.status === 'slp') {
        const { statusTurns } = memberOf(known, pokemon)
        const least = Math.max(2, statusTurns + 1)
        const starts = least + stream.integer(Math.max(1, 5 - least))
        Object.assign(pokemon.statusState, { startTime: starts, time: starts - statusTurns })
      }
      const { confusion, partiallytrapped, lockedmove } = pokemon.volatiles as Record<string, State>
      if (confusion !== undefined) confusion['time'] = 1 + stream.integer(4)
      if (partiallytrapped !== undefined) partiallytrapped['duration'] = 1 + stream.integer(5)
      if (lockedmove !== undefined) lockedmove['trueDuration'] = 1 + stream.integer(2)
    }
  }
}

function memberOf(known: Knowledge, { name, side }: Pokemon): KnownPokemon {
  const { team } = known.sides[side.n]
  return team.find((one) => one.name === name) ?? team[0]
}

/** Closed sheets do not tell who holds what makes these last for eight turns and not five. */
function drawDurations({ field, sides }: FastBattle, known: Knowledge): void {
  const left = (since: number): number => {
    const elapsed = known.turn - since
    return Math.max(1, (elapsed < 5 ? 5 : 8) - elapsed)
  }
  if (field.weatherState.duration) field.weatherState.duration = left(known.weatherSince)
  if (field.terrainState.duration) field.terrainState.duration = left(sinceOf(known.fieldSince))
  for (const [n, { sideConditions }] of sides.entries()) {
    for (const id of ['reflect', 'lightscreen', 'auroraveil']) {
      const state = sideConditions[id] as State | undefined
      if (state !== undefined) state['duration'] = left(sinceOf(known.sides[n].since))
    }
  }
}

/** The latest turn in which something of a list began. */
function sinceOf(since: Int32Array): number {
  return Math.max(0, ...since)
}

/** What the foe chose for this turn and has not done. */
function drawPending(battle: FastBattle, foe: number, stream: Stream): void {
  const { list } = battle.queue
  for (const [k, action] of list.entries()) {
    if (action.choice !== 'move' || action.pokemon.side.n !== foe) continue
    const pokemon = battle.sides[foe].active[action.pokemon.position]
    const all = pokemon.moveSlots.filter(({ pp, disabled }) => pp > 0 && disabled !== true)
    const late = all.filter(({ id }) => Dex.moves.get(id).priority <= 0)
    const slots = late.length > 0 ? late : all
    if (slots.length === 0) continue
    const moveid = slots[stream.integer(slots.length)].id
    const drawn = { choice: 'move', pokemon, moveid, targetLoc: 0, fractionalPriority: 0 } as const
    const [resolved] = battle.queue.resolveAction(drawn as never, true)
    list[k] = resolved
  }
  battle.queue.sort()
}

/** Who is trapped without being told so depends on abilities that were drawn. */
function findTrapped(battle: FastBattle): void {
  for (const pokemon of battle.getAllActive()) {
    if (pokemon.trapped === true) continue
    pokemon.trapped = false
    battle.runEvent('TrapPokemon', pokemon)
  }
}

/** What the foe would know: all that the player does, and its own request. */
function foeOf(battle: FastBattle, known: Knowledge, members: readonly KnownPokemon[]): SampledWorld['foe'] {
  const request = battle.sides[1 - known.side].activeRequest as ChoiceRequest
  const { sides, turn, weather, weatherSince, bring, fieldSince } = known.copy()
  const theirs = Object.assign(new Knowledge(1 - known.side, sides), { turn, weather, weatherSince, bring })
  theirs.fieldSince.set(fieldSince)
  for (const [position, { member }] of members.entries()) {
    theirs.own.team[member].name = battle.sides[1 - known.side].pokemon[position].name
  }
  theirs.readRequest(request)
  const legal = new LegalActions().read(
    request as BattleRequest,
    members.map(({ member }) => member + 1),
  )
  return { known: theirs, legal }
}
