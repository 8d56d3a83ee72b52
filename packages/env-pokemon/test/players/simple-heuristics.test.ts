/** The rules of `simple-heuristics`, by numbers worked out by hand. */
import { describe, expect, test } from 'vitest'
import {
  attackScore,
  expectedHits,
  matchup,
  shouldSwitchOut,
  shouldTerastallize,
  statEstimate,
} from '../../src/players/simple-heuristics.ts'
import { STATS, indexIn } from '../../src/view/conditions.ts'
import { KnownPokemon } from '../../src/view/known-pokemon.ts'

function pokemon(species: string): KnownPokemon {
  return new KnownPokemon(0, species)
}

describe('matchup', () => {
  test('types, speed and HP', () => {
    // Electric against Water and Flying 4; Water and Flying against Electric 1; base Speed 60 against 81; equal HP.
    expect(matchup(pokemon('ampharos'), pokemon('gyarados'))).toBeCloseTo(4 - 1 - 0.1, 12)
    const hurt = pokemon('gyarados')
    hurt.hp = 25
    expect(matchup(hurt, pokemon('ampharos'))).toBeCloseTo(1 - 4 + 0.1 + 0.4 * 0.25 - 0.4, 12)
  })

  test('equal base Speed counts for nobody', () => {
    expect(matchup(pokemon('ditto'), pokemon('ditto'))).toBe(0)
  })

  test('a terastallized Pokemon has its Tera type alone, a stellar one takes all once', () => {
    const tera = pokemon('gyarados')
    tera.terastallized = true
    tera.teraType = 'ground'
    expect(matchup(pokemon('ampharos'), tera)).toBeCloseTo(0 - 2 - 0.1, 12)
    tera.teraType = 'stellar'
    expect(matchup(pokemon('ampharos'), tera)).toBeCloseTo(1 - 1 - 0.1, 12)
  })
})

test('stat estimates: one stage up counts as two', () => {
  const own = pokemon('incineroar')
  const at = (stages: number): number => {
    own.setBoost('atk', stages)
    return statEstimate(own, 'atk')
  }
  expect([-2, -1, 0, 1, 2, 4].map(at)).toEqual([0.5, 2 / 3, 1, 2, 2, 3].map((by) => (2 * 115 + 36) * by))
})

test('hits', () => {
  const ids = ['tackle', 'surgingstrikes', 'bulletseed', 'tripleaxel', 'populationbomb']
  expect(ids.map(expectedHits)).toEqual([1, 3, 5 / 3 + 9 / 6, 1 + 1.8 + 2.43, 10])
})

test('attacks: own type, stats, accuracy and type', () => {
  const [own, foe] = [pokemon('incineroar'), pokemon('rillaboom')]
  const ratio = (2 * 115 + 36) / (2 * 90 + 36)
  expect(attackScore(own, foe, 'flareblitz')).toBeCloseTo(120 * 1.5 * ratio * 2, 9)
  const special = (2 * 80 + 36) / (2 * 70 + 36)
  expect(attackScore(own, foe, 'burningjealousy')).toBeCloseTo(70 * 1.5 * special * 2, 9)
  expect(attackScore(own, foe, 'willowisp')).toBe(0)
  expect(attackScore(own, foe, 'recharge')).toBe(0)
  expect(attackScore(pokemon('landorus'), foe, 'stoneedge')).toBeCloseTo(
    100 * ((2 * 125 + 36) / (2 * 90 + 36)) * 0.8,
    9,
  )
})

describe('terastallization', () => {
  test('where attack and defence together gain', () => {
    const [own, foe] = [pokemon('incineroar'), pokemon('urshifurapidstrike')]
    own.teraType = 'grass'
    // Fire on Water and Fighting 1/2; its worst defence against these 1/2, with the Tera type 1.
    expect(shouldTerastallize(own, foe, 'flareblitz')).toBe(false)
    expect(shouldTerastallize(own, foe, 'closecombat')).toBe(true)
    // Fire on Grass 2; defence against Grass 2, with the Tera types 2 and 1/2.
    expect(shouldTerastallize(own, pokemon('rillaboom'), 'flareblitz')).toBe(true)
    own.teraType = 'water'
    expect(shouldTerastallize(own, pokemon('rillaboom'), 'flareblitz')).toBe(false)
  })

  test('not without a known Tera type', () => {
    expect(shouldTerastallize(pokemon('incineroar'), pokemon('rillaboom'), 'flareblitz')).toBe(false)
  })
})

describe('switching out', () => {
  const foe = pokemon('gyarados')
  const better = [pokemon('ampharos')]
  const own = (boosts: Readonly<Record<string, number>>, atk = 100, spa = 100): KnownPokemon => {
    const one = pokemon('incineroar')
    for (const [stat, stages] of Object.entries(boosts)) one.setBoost(stat, stages)
    one.stats[indexIn(STATS, 'atk')] = atk
    one.stats[indexIn(STATS, 'spa')] = spa
    return one
  }

  test('for lowered defences, or a lowered attack that is its better one', () => {
    expect(shouldSwitchOut(own({ def: -3 }), foe, better)).toBe(true)
    expect(shouldSwitchOut(own({ spd: -3 }), foe, better)).toBe(true)
    expect(shouldSwitchOut(own({ atk: -3 }, 150, 100), foe, better)).toBe(true)
    expect(shouldSwitchOut(own({ atk: -3 }, 100, 150), foe, better)).toBe(false)
    expect(shouldSwitchOut(own({ spa: -3 }, 100, 150), foe, better)).toBe(true)
    expect(shouldSwitchOut(own({ def: -2, spe: -6 }), foe, better)).toBe(false)
  })

  test('for a matchup below -2', () => {
    const bad = pokemon('moltres')
    bad.hp = 10
    expect(matchup(bad, pokemon('tyranitar'))).toBeLessThan(-2)
    expect(shouldSwitchOut(bad, pokemon('tyranitar'), [pokemon('machamp')])).toBe(true)
  })

  test('not where nobody on the bench is better off', () => {
    expect(shouldSwitchOut(own({ def: -6 }), foe, [pokemon('charizard')])).toBe(false)
    expect(shouldSwitchOut(own({ def: -6 }), foe, [])).toBe(false)
  })
})
