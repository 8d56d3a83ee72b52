/** What the scripted players choose in the first turns of a battle. */
import { Seed } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { isMove, moveOf, targetOf } from '../../src/actions/codes.ts'
import { Duel } from '../../src/duel.ts'
import { formatOf } from '../../src/engine/formats.ts'
import { decisionOf } from '../../src/players/decision-of.ts'
import { PLAYERS } from '../../src/players/index.ts'
import { ownTeams } from './games.ts'

/** The first turn of shadow-rider against itself: its third and fourth lead, of whom the latter has the given moves. */
function firstTurn(moves: string): Duel {
  const { packed } = ownTeams().find(({ name }) => name === 'shadow-rider')!
  const teams = [packed.replace('FakeOut,PartingShot,FlareBlitz,WillOWisp', moves), packed] as const
  const duel = Duel.start({ format: formatOf('reg-g'), seed: Seed.from(2), teams, names: ['A', 'B'] })
  duel.play([3, 4, 5, 6])
  duel.play([1, 2, 1, 2])
  return duel
}

function choose(duel: Duel, name: string, seed: number): Int32Array {
  const actions = new Int32Array(4)
  PLAYERS[name](decisionOf(duel, 0, Seed.from(seed).stream(), 'sample'), actions, 0)
  return actions
}

describe('max-base-power', () => {
  const duel = firstTurn('FakeOut,HyperVoice,FlareBlitz,Snarl')

  test('takes the strongest move, a spread one by half as much again while both foes stand', () => {
    // Wood Hammer 120 before Grassy Glide 55 and U-turn 70; Hyper Voice 90 x 1.5 before Flare Blitz 120.
    const [left, right] = choose(duel, 'max-base-power', 1)
    expect([moveOf(left), moveOf(right), targetOf(right)]).toEqual([2, 1, 0])
  })

  test('aims at either foe', () => {
    const targets = Array.from({ length: 20 }, (_, seed) => targetOf(choose(duel, 'max-base-power', seed)[0]))
    expect(new Set(targets)).toEqual(new Set([1, 2]))
  })
})

describe('simple-heuristics', () => {
  test('lays a hazard where none is, and then attacks', () => {
    const duel = firstTurn('SwordsDance,StealthRock,FlareBlitz,WillOWisp')
    const first = choose(duel, 'simple-heuristics', 1)
    expect(moveOf(first[1])).toBe(1)
    duel.play([first[0], first[1], duel.legal[1].pairs[0], duel.legal[1].pairs[1]])
    expect(duel.battle.log).toContain('|-sidestart|p2: B|move: Stealth Rock')
    const [, right] = choose(duel, 'simple-heuristics', 1)
    expect(isMove(right) && moveOf(right) === 1).toBe(false)
  })

  test('does not boost itself: the source’s rule for that never holds', () => {
    const duel = firstTurn('SwordsDance,FlareBlitz,KnockOff,WillOWisp')
    for (let seed = 0; seed < 5; seed++)
      expect(moveOf(choose(duel, 'simple-heuristics', seed)[1])).not.toBe(0)
  })
})

test('every player leaves what it does not decide alone, and decides legally at team preview', () => {
  const [{ packed }] = ownTeams()
  const duel = Duel.start({
    format: formatOf('reg-g'),
    seed: Seed.from(3),
    teams: [packed, packed],
    names: ['A', 'B'],
  })
  for (const name of Object.keys(PLAYERS)) {
    const actions = choose(duel, name, 4)
    expect(duel.legal[0].has(actions[0], actions[1]), name).toBe(true)
    expect([...actions.subarray(2)]).toEqual([0, 0])
  }
})
