/** What `calc-greedy` and the damage behind it make of a position. */
import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { switchTo, useMove } from '../../src/actions/codes.ts'
import { Duel } from '../../src/duel.ts'
import { formatOf } from '../../src/engine/formats.ts'
import { ActionValues } from '../../src/players/calc-greedy.ts'
import { DamageEstimates } from '../../src/players/damage.ts'
import { ownTeams } from './games.ts'

/** The first turn of shadow-rider (Calyrex, Urshifu; Rillaboom, Incineroar behind) against itself. */
function firstTurn(): Duel {
  const team = ownTeams().find(({ name }) => name === 'shadow-rider')!.packed
  const duel = Duel.start({
    format: formatOf('reg-g'),
    seed: Seed.from(1),
    teams: [team, team],
    names: ['A', 'B'],
  })
  duel.play([1, 2, 1, 2])
  duel.play([3, 4, 3, 4])
  return duel
}

describe('damage', () => {
  const { known } = firstTurn()
  const [own, foe] = [known[0].own.slots, known[0].foe.slots]

  test('is that of the calculator for the stats that are known and assumed', () => {
    const damage = new DamageEstimates(known[0])
    // Astral Barrage, 120, of Special Attack 217 by its owner's sheet, at two foes, into Urshifu with 84 in each stat:
    // HP 186, Special Defense 91. Base damage 127, for two targets 95, rolls 85 to 100 of it with the type's bonus.
    const rolls = Array.from({ length: 16 }, (_, k) =>
      Math.round(Math.floor((95 * (85 + k)) / 100) * 1.5 - 0.01),
    )
    const mean = rolls.reduce((sum, roll) => sum + roll, 0) / 16
    expect(own[0]!.stats[3]).toBe(217)
    expect(damage.share(own[0]!, foe[1]!, 'astralbarrage', false)).toBeCloseTo(mean / 186, 2)
  })

  test('none of status moves, none where a type is immune', () => {
    const damage = new DamageEstimates(known[0])
    expect(damage.share(own[0]!, foe[1]!, 'protect', false)).toBe(0)
    expect(damage.share(own[0]!, foe[1]!, 'psychic', false)).toBeGreaterThan(0)
    expect(damage.share(own[1]!, foe[0]!, 'closecombat', false)).toBe(0)
  })
})

describe('values', () => {
  const { known, legal } = firstTurn()
  const values = new ActionValues(known[0], legal[0])
  const pass = 0

  test('of a switch, a status move and what terastallizing costs', () => {
    expect(values.of(switchTo(3), pass)).toBe(-0.15)
    expect(values.of(useMove(3, 0), pass)).toBe(0.05)
    expect(values.of(useMove(3, 0, 4), pass)).toBeCloseTo(0.05 - 0.1, 12)
  })

  test('of an attack at both foes: what is taken from each, and 0.5 where it is all', () => {
    const damage = new DamageEstimates(known[0])
    const [left, right] = known[0].foe.slots.map((foe) =>
      damage.share(known[0].own.slots[0]!, foe!, 'astralbarrage', false),
    )
    const worth = (share: number): number => Math.min(1, share) + (share >= 1 ? 0.5 : 0)
    expect(values.of(useMove(0, 0), pass)).toBeCloseTo(worth(left) + worth(right), 12)
  })

  test('an attack at the ally counts against it', () => {
    expect(values.of(useMove(1, -2), pass)).toBeLessThan(0)
  })
})
