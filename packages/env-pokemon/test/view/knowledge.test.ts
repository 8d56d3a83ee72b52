/** What a player is said to know agrees with the engine wherever it is known, all battle long. */
import { Seed } from '@gauntlet/core'
import { type Pokemon, toID } from '@pkmn/sim'
import { describe, expect, test } from 'vitest'
import type { Duel } from '../../src/duel.ts'
import { BOOSTS, FIELDS, SIDE_CONDITIONS, WEATHERS } from '../../src/view/conditions.ts'
import type { Knowledge } from '../../src/view/knowledge.ts'
import { type KnownPokemon, UNKNOWN } from '../../src/view/known-pokemon.ts'
import { playOn, startWith } from './duels.ts'

/** Effects whose beginning and end the protocol tells at once. */
const TOLD =
  `substitute taunt encore disable confusion leechseed healblock throatchop saltcure protosynthesis quarkdrive
  torment magnetrise focusenergy ingrain aquaring curse substitute`.split(/\s+/)

/** Everything in which knowledge and battle differ at a decision. */
function differences(duel: Duel, known: Knowledge): string[] {
  const { battle } = duel
  const found: string[] = []
  const same = (what: string, got: unknown, real: unknown): void => {
    if (got !== real)
      found.push(`turn ${battle.turn}, player ${known.side}, ${what}: knows ${got}, is ${real}`)
  }
  for (const [s, side] of battle.sides.entries()) {
    for (const [slot, pokemon] of side.active.entries()) {
      const one = known.sides[s].slots[slot]
      // A foe's illusion is not known for one.
      if (pokemon === null || (pokemon.illusion && s !== known.side)) continue
      if (pokemon.fainted) same(`fainted ${pokemon.name}`, one?.fainted ?? true, true)
      else if (one === undefined) same(`slot ${slot} of side ${s}`, 'nobody', pokemon.name)
      else comparePokemon(one, pokemon, same)
    }
    for (const [k, id] of SIDE_CONDITIONS.entries()) {
      // Guards end within the turn, which may be cut in two by a replacement.
      if (!id.endsWith('guard')) same(id, known.sides[s].since[k] >= 0, id in side.sideConditions)
    }
  }
  same('weather', WEATHERS[known.weather] ?? '', battle.field.weather)
  for (const [k, id] of FIELDS.entries()) {
    if (id === 'neutralizinggas') continue
    same(id, known.fieldSince[k] >= 0, battle.field.terrain === id || id in battle.field.pseudoWeather)
  }
  return found
}

function comparePokemon(
  one: KnownPokemon,
  real: Pokemon,
  same: (what: string, got: unknown, real: unknown) => void,
): void {
  const of = real.fullname
  same(`name of ${of}`, one.name, real.name)
  same(`forme of ${of}`, one.forme.id, real.species.id)
  same(`status of ${of}`, one.status, real.status)
  if (Math.abs(one.health - real.hp / real.maxhp) > 0.011)
    same(`HP of ${of}`, one.health, real.hp / real.maxhp)
  for (const [k, stat] of BOOSTS.entries())
    same(`${stat} of ${of}`, one.boosts[k], real.boosts[stat as 'atk'])
  if (one.item !== UNKNOWN) same(`item of ${of}`, one.item, real.item)
  if (one.ability !== UNKNOWN && one.ability !== '') same(`ability of ${of}`, one.ability, real.ability)
  same(`terastallized ${of}`, one.terastallized, Boolean(real.terastallized))
  if (one.types.length > 0 && !one.terastallized)
    same(`types of ${of}`, one.types.join(), real.types.map(toID).join())
  for (const effect of TOLD) same(`${effect} on ${of}`, one.has(effect), effect in real.volatiles)
  for (const move of one.moves) {
    const slot = real.moveSlots.find(({ id }) => id === move.id)
    same(`PP of ${move.id} of ${of}`, `${move.pp}/${move.maxPp}`, slot && `${slot.pp}/${slot.maxpp}`)
  }
  same(`recharge of ${of}`, one.mustRecharge, 'mustrecharge' in real.volatiles)
}

describe('what a player knows', () => {
  test.each(['reg-g', 'reg-h', 'reg-i', 'reg-g-closed', 'reg-h-closed', 'reg-i-closed'] as const)(
    'is so, in battles of %s',
    (format) => {
      for (let b = 0; b < 5; b++) {
        const seed = Seed.from(7).fold(format).fold(b)
        const duel = startWith(format, seed)
        const stream = seed.fold('play').stream()
        for (let t = 0; t < 300 && !duel.ended; t++) {
          for (const known of duel.known) expect(differences(duel, known)).toEqual([])
          playOn(duel, stream)
        }
        expect(duel.ended).toBe(true)
      }
    },
  )

  test('holds nothing of the foe’s spreads, nor of a closed sheet before it shows', () => {
    const duel = startWith('reg-g-closed', Seed.from(3))
    for (const { foe } of duel.known) {
      expect(foe.team).toHaveLength(6)
      for (const pokemon of foe.team) {
        expect([...pokemon.stats]).toEqual([0, 0, 0, 0, 0, 0])
        expect(pokemon.item).toBe(UNKNOWN)
        expect(pokemon.moves).toEqual([])
        expect(pokemon.teraType).toBe('')
      }
    }
  })

  test('holds items, abilities, moves and tera types of an open sheet', () => {
    const duel = startWith('reg-g', Seed.from(3))
    for (const { foe } of duel.known) {
      for (const pokemon of foe.team) {
        expect([...pokemon.stats]).toEqual([0, 0, 0, 0, 0, 0])
        expect(pokemon.item).not.toBe(UNKNOWN)
        expect(pokemon.moves).toHaveLength(4)
        expect(pokemon.teraType).not.toBe('')
      }
    }
  })

  test('is the same for a copy, which then goes its own way', () => {
    const seed = Seed.from(5)
    const duel = startWith('reg-i', seed)
    const stream = seed.fold('play').stream()
    for (let t = 0; t < 8; t++) playOn(duel, stream)
    const twin = duel.copy()
    expect(twin.known).toEqual(duel.known)
    const before = structuredClone(twin.known)
    playOn(duel, stream)
    expect(structuredClone(twin.known)).toEqual(before)
    expect(duel.known).not.toEqual(twin.known)
  })
})
