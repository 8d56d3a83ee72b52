/** The two views: what stands where, and that nothing else does. */
import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { COMPACT_FEATURES, COMPACT_VIEW_SIZE, compactLayout } from '../../src/view/compact-layout.ts'
import { writeCompact } from '../../src/view/compact.ts'
import {
  ABILITY_COUNT,
  ITEM_COUNT,
  MOVE_COUNT,
  SPECIES_COUNT,
  TOKENS,
  TOKEN_FEATURES,
  TOKEN_VIEW_SIZE,
  tokenLayout,
} from '../../src/view/token-layout.ts'
import { writeTokens } from '../../src/view/tokens.ts'
import { VOCABULARIES } from '../../src/view/vocabulary.ts'
import { duelAfter } from './duels.ts'

const duel = duelAfter('reg-g', Seed.from(11), 6)
const [known] = duel.known

function tokens(): {
  id: (name: string, token: number, m?: number) => number
  feature: (token: number, name: string) => number
} {
  const out = new Float32Array(TOKEN_VIEW_SIZE + 2).fill(7)
  writeTokens(known, out, 1)
  expect([out[0], out.at(-1)]).toEqual([7, 7])
  const view = out.subarray(1)
  const blocks = tokenLayout()
  const block = (name: string): number => blocks.find((one) => one.name === name)!.offset
  return {
    id: (name, token, m = 0) => view[block(name) + token * (name === 'moves' ? 4 : 1) + m],
    feature: (token, name) => {
      const k = TOKEN_FEATURES.indexOf(name)
      expect(k, name).toBeGreaterThanOrEqual(0)
      return view[block('features') + token * TOKEN_FEATURES.length + k]
    },
  }
}

describe('tokens', () => {
  test('vocabularies are as long as the layout says', () => {
    const { species, ability, item, move } = VOCABULARIES
    expect([species, ability, item, move].map(({ ids }) => ids.length + 2)).toEqual([
      SPECIES_COUNT,
      ABILITY_COUNT,
      ITEM_COUNT,
      MOVE_COUNT,
    ])
    for (const { ids } of Object.values(VOCABULARIES)) expect(ids).toEqual([...new Set(ids)].sort())
    expect(item.index('')).toBe(1)
    expect(item.index('unknown')).toBe(0)
    expect(item.ids[item.index('leftovers') - 2]).toBe('leftovers')
  })

  test('no two features have one name', () => {
    expect(new Set(TOKEN_FEATURES).size).toBe(TOKEN_FEATURES.length)
    expect(new Set(COMPACT_FEATURES).size).toBe(COMPACT_FEATURES.length)
  })

  test('each tells what is known of its Pokemon', () => {
    const { id, feature } = tokens()
    for (let token = 0; token < TOKENS; token++) {
      const foe = token >= 6
      const pokemon = (foe ? known.foe : known.own).team[token % 6]
      expect(VOCABULARIES.species.ids[id('species', token) - 2]).toBe(pokemon.forme.id)
      expect(VOCABULARIES.ability.ids[id('ability', token) - 2]).toBe(pokemon.ability)
      for (const [m, move] of pokemon.moves.entries()) {
        expect(VOCABULARIES.move.ids[id('moves', token, m) - 2]).toBe(move.id)
        expect(feature(token, `move ${m + 1}: share of PP left`)).toBeCloseTo(move.pp / move.maxPp, 6)
        expect(feature(token, `move ${m + 1}: was used last`)).toBe(move.lastUsed ? 1 : 0)
      }
      expect(feature(token, 'share of HP')).toBeCloseTo(pokemon.health, 6)
      expect(feature(token, 'in the left slot')).toBe(pokemon.slot === 0 ? 1 : 0)
      expect(feature(token, 'is the foe’s')).toBe(foe ? 1 : 0)
      expect(feature(token, `place ${(token % 6) + 1} on the team sheet`)).toBe(1)
      expect(feature(token, 'stat / 255, -1 unknown: spe')).toBeCloseTo(foe ? -1 : pokemon.stats[5] / 255, 6)
      expect(feature(token, 'boost / 6: atk')).toBeCloseTo(pokemon.boosts[1] / 6, 6)
      expect(feature(token, 'terastallized')).toBe(pokemon.terastallized ? 1 : 0)
      expect(feature(token, `tera type ${pokemon.teraType}`)).toBe(1)
    }
  })

  test('all numbers are finite, whatever happens', () => {
    for (let t = 0; t < 12; t++) {
      const later = duelAfter(t % 2 === 0 ? 'reg-h-closed' : 'reg-i', Seed.from(t), 3 * t)
      for (const one of later.known) {
        const out = new Float32Array(TOKEN_VIEW_SIZE)
        writeTokens(one, out, 0)
        expect(out.every((value) => Number.isFinite(value))).toBe(true)
      }
    }
  })
})

describe('the compact view', () => {
  const out = new Float32Array(COMPACT_VIEW_SIZE + 2).fill(7)
  writeCompact(known, duel.legal[0].phase, out, 1)
  const at = (name: string): number => {
    const k = COMPACT_FEATURES.indexOf(name)
    expect(k, name).toBeGreaterThanOrEqual(0)
    return out[1 + k]
  }

  test('fills its layout and no more', () => {
    expect([out[0], out.at(-1)]).toEqual([7, 7])
    const last = compactLayout().at(-1)!
    expect(last.offset + last.shape[0]).toBe(COMPACT_VIEW_SIZE)
    expect(out.every((value) => Number.isFinite(value))).toBe(true)
  })

  test('tells phase, HP and who stands', () => {
    expect(at('battle: decides a turn')).toBe(duel.legal[0].phase === 'turn' ? 1 : 0)
    for (const [title, side] of [
      ['mine', known.own],
      ['the foe’s', known.foe],
    ] as const) {
      for (const pokemon of side.team) {
        const place = `teams: ${title}, place ${pokemon.member + 1}`
        expect(at(`${place}: share of HP`)).toBeCloseTo(pokemon.health, 6)
        expect(at(`${place}: in the right slot`)).toBe(pokemon.slot === 1 ? 1 : 0)
      }
    }
  })

  test('reckons a move’s power with its user’s types and its target’s', () => {
    const foes = known.foe.slots.map((foe) => foe !== undefined && !foe.fainted)
    const user = known.own.slots.findIndex((one) => one !== undefined && !one.fainted)
    const slot = ['left', 'right'][user]
    for (let m = 0; m < 4; m++) {
      for (const [k, side] of ['left', 'right'].entries()) {
        const strength = at(
          `moves: mine, ${slot}: move ${m + 1}: power, same type bonus and effectiveness / 300, ${side}`,
        )
        const power = at(`moves: mine, ${slot}: move ${m + 1}: power / 150`) * 150
        const ratio = power === 0 ? 0 : (strength * 300) / power
        expect([0, 0.25, 0.375, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6].some((x) => Math.abs(x - ratio) < 1e-4)).toBe(
          true,
        )
        if (!foes[k]) expect(strength).toBe(0)
      }
    }
  })
})
