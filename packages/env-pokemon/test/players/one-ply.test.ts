/** `one-ply` decides alike where only what is hidden differs. */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { decisionOf } from '../../src/players/decision-of.ts'
import { onePly } from '../../src/players/one-ply.ts'
import { positions, tamper } from './tamper.ts'

/** The turn that is decided. */
const TURN = 4

test('the same decision from the same stream, whatever is hidden', () => {
  for (const duel of positions('reg-g', 1)) {
    if (duel.battle.turn < TURN || duel.battle.requestState !== 'move') continue
    const [one, other] = [duel, tamper(duel, 1)].map((battle) => {
      const actions = new Int32Array(2)
      onePly(decisionOf(battle, 1, Seed.from(3).stream(), 'sample'), actions, 0)
      expect(duel.legal[1].has(actions[0], actions[1])).toBe(true)
      return [...actions]
    })
    expect(other).toEqual(one)
    return
  }
  expect.unreachable('a battle of four turns')
})
