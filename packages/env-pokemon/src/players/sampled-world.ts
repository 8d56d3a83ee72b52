/** Battles that may be the one that is played, as far as a player knows: `sampleWorld`, `SampledWorld`. */
import type { Stream } from '@gauntlet/core'
import { Dex, PRNG, type Pokemon } from '@pkmn/sim'
import { LegalActions } from '../actions/legal-actions.ts'
import type { BattleRequest } from '../actions/request.ts'
import type { EngineSeed } from '../engine/battle.ts'
import { cloneBattle } from '../engine/clone.ts'
import type { FastBattle } from '../engine/fast-battle.ts'
import type { KnownPokemon } from '../view/known-pokemon.ts'
import { type ChoiceRequest, Knowledge, SLOTS } from '../view/knowledge.ts'
import { newcomer, redraw } from './drawn-pokemon.ts'
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
      redraw(battle, standing, member, set, known.foe.open)
    } else {
      const made = newcomer(battle, side, member, set, position)
      side.pokemon[position] = made
      if (position < SLOTS) {
        side.active[position] = made
        takeOver(made, standing)
      }
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

/** What lasts on the field is seen, whoever it is under an illusion: whoever is drawn in its place has it. */
function takeOver(made: Pokemon, standing: Pokemon): void {
  const { boosts, volatiles, activeTurns, activeMoveActions, moveThisTurn, lastMove, newlySwitched } =
    standing
  Object.assign(made, { activeTurns, activeMoveActions, moveThisTurn, lastMove, newlySwitched })
  made.boosts = { ...boosts }
  for (const [id, state] of Object.entries(volatiles))
    made.volatiles[id] = Object.assign(state, { target: made })
}

/** Who stands at each position: those seen where they stand, and draws of those not seen in the places that are left. */
function placeMembers(pokemon: readonly Pokemon[], known: Knowledge, stream: Stream): KnownPokemon[] {
  const { team, slots } = known.foe
  const benched = team.filter((one) => one.revealed && !slots.includes(one))
  const hidden = team.filter((one) => !one.revealed)
  const places = pokemon.map((one, position) =>
    position < SLOTS ? slots[position] : benched.find(({ name }) => name === one.name),
  )
  const left = benched.filter((one) => !places.includes(one))
  return places.map((place) => place ?? left.shift() ?? hidden.splice(stream.integer(hidden.length), 1)[0])
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
