/** A battle as data: how it began, and what was played. */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { Duel } from '../src/duel.ts'
import { formatOf } from '../src/engine/formats.ts'
import { vgc } from '../src/vgc.ts'
import { duelAfter, playOn } from './view/duels.ts'

test.each([0, 1, 2, 9, 40])('a battle recorded after %i decisions goes on as it would have', (decisions) => {
  const one = duelAfter('reg-g', Seed.from(decisions), decisions)
  const other = Duel.replay(formatOf('reg-g'), structuredClone(one.copy().record()))
  expect(other.known).toEqual(one.known)
  expect(other.legal).toEqual(one.legal)
  const streams = [one, other].map(() => Seed.from(5).stream())
  for (let t = 0; t < 8 && !one.ended; t++) [one, other].forEach((duel, k) => playOn(duel, streams[k]))
  expect(other.battle.log).toEqual(one.battle.log)
  expect(other.record()).toEqual(one.record())
})

test('a record of another format is refused', async () => {
  const [one, other] = [await vgc.make({ format: 'reg-h' }), await vgc.make()]
  one.reset(Seed.from(1))
  other.reset(Seed.from(1))
  expect(() => other.snapshot!.restore(0, one.snapshot!.record!(0))).toThrow('got a snapshot')
})
