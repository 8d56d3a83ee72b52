/** Battles that differ in what a player cannot see: `positions`, `tamper`. */
import { Seed } from '@gauntlet/core'
import { PRNG, Pokemon, Teams } from '@pkmn/sim'
import { Duel } from '../../src/duel.ts'
import { type FormatId } from '../../src/engine/regulations.ts'
import { formatOf } from '../../src/engine/formats.ts'
import type { FastBattle } from '../../src/engine/fast-battle.ts'
import { decisionOf } from '../../src/players/decision-of.ts'
import { PLAYERS } from '../../src/players/index.ts'
import { ownTeams } from './games.ts'

/** Battles in which both draw uniformly, at each of their requests after team preview. */
export function* positions(format: FormatId, games: number): Generator<Duel> {
  const teams = ownTeams(format)
  for (let g = 0; g < games; g++) {
    const seed = Seed.from(11).fold(g)
    const packed = [teams[g % teams.length].packed, teams[(3 * g + 1) % teams.length].packed] as const
    const duel = Duel.start({ format: formatOf(format), seed, teams: packed, names: ['A', 'B'] })
    const stream = seed.fold('players').stream()
    const actions = new Int32Array(4)
    while (!duel.ended) {
      if (duel.battle.requestState !== 'teampreview') yield duel
      actions.fill(0)
      for (const side of [0, 1])
        if (duel.decides(side)) PLAYERS.uniform(decisionOf(duel, side, stream, 'sample'), actions, 2 * side)
      duel.play(actions)
    }
  }
}

/** The same battle as the player sees it: everything hidden is something else. */
export function tamper(duel: Duel, player: number): Duel {
  const twin = duel.copy()
  const { battle } = twin
  Object.assign(battle, { prng: new PRNG('gen5,00000000000000ff'), prngSeed: 'gen5,00000000000000ff' })
  battle.speedOrder.reverse()
  for (const pokemon of battle.sides.flatMap((side) => side.pokemon)) {
    if (pokemon.status === 'slp') pokemon.statusState['time'] = 9
    for (const id of ['confusion', 'lockedmove', 'partiallytrapped']) {
      const state = pokemon.volatiles[id] as Record<string, unknown> | undefined
      if (state !== undefined)
        for (const key of ['time', 'trueDuration', 'duration']) if (key in state) state[key] = 7
    }
  }
  const foe = battle.sides[1 - player]
  for (const action of battle.queue.list) {
    if (action.choice !== 'move' || action.pokemon.side !== foe) continue
    const other = action.pokemon.moveSlots.find(({ id }) => id !== action.move.id)
    if (other !== undefined) action.move = battle.dex.getActiveMove(other.id)
  }
  if (battle.requestState === 'move') battle.choose(foe.id, 'default')
  for (const [position, pokemon] of foe.pokemon.entries()) {
    const known = duel.known[player].foe.team.find((one) => one.revealed && one.name === pokemon.name)
    if (known === undefined) foe.pokemon[position] = stranger(battle, duel, player, position)
    else respread(pokemon, known.item === 'unknown' && pokemon.item !== '')
  }
  return twin
}

/** Another member that was not seen. */
function stranger(battle: FastBattle, duel: Duel, player: number, position: number): Pokemon {
  const { team } = duel.known[player].foe
  const side = battle.sides[1 - player]
  const names = side.pokemon.map(({ name }) => name)
  const sets = Teams.unpack(Teams.pack(side.team)) ?? []
  const set = sets.find(
    (one) => !names.includes(one.name) && team.every((known) => !known.revealed || known.name !== one.name),
  )
  if (set === undefined) return side.pokemon[position]
  const made = new Pokemon(set, side)
  made.position = position
  return made
}

/** Other stats, and HP that show as the same share. */
function respread(pokemon: Pokemon, otherItem: boolean): void {
  const share = pokemon.hp === 0 ? 0 : Math.ceil((100 * pokemon.hp) / pokemon.maxhp)
  const most = pokemon.maxhp + 40
  pokemon.maxhp = pokemon.baseMaxhp = most
  pokemon.hp = share === 100 ? most : Math.floor((share * most) / 100)
  for (const stat of ['atk', 'def', 'spa', 'spd', 'spe'] as const) pokemon.storedStats[stat] += 17
  pokemon.speed += 17
  for (const slot of pokemon.baseMoveSlots) slot.pp = Math.max(1, slot.pp - 1)
  if (otherItem) pokemon.item = 'oranberry' as typeof pokemon.item
}
