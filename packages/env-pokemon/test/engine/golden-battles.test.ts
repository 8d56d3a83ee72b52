/** Golden battles on our battle, on copies of it, and on the independent reference. */
import { createRequire } from 'node:module'
import type { Battle } from '@pkmn/sim'
import { extractChannelMessages } from '@pkmn/sim'
import { describe, expect, it } from 'vitest'
import { beginBattle } from '../../src/engine/battle.ts'
import { SideChannel } from '../../src/engine/channels.ts'
import { cloneBattle } from '../../src/engine/clone.ts'
import { checkpointOf } from './checkpoint.ts'
import { GOLDEN, type Golden, PLAYABLE, digestOf } from './golden.ts'

const withoutTimes = (log: readonly string[]) => log.filter((line) => !line.startsWith('|t:|'))

/** Plays the golden decisions and compares at each checkpoint; `next` gives the battle that goes on from there. */
function replay<B extends Battle>(
  golden: Golden,
  start: B,
  next: (battle: B) => B = (battle) => battle,
): void {
  let battle = start
  let taken = 0
  for (const expected of golden.checkpoints) {
    while (taken < expected.after) {
      const { side, choice } = golden.decisions[taken++]
      expect(battle.choose(side, choice), `${golden.id}: ${side} ${choice}`).toBe(true)
    }
    expect({ after: taken, ...checkpointOf(battle), logLength: withoutTimes(battle.log).length }).toEqual(
      expected,
    )
    battle = next(battle)
  }
  expect(taken).toBe(golden.decisions.length)
  const log = withoutTimes(battle.log)
  expect(log).toEqual(golden.log)
  expect(digestOf(log)).toBe(golden.log_sha256)
  const { winner, turn, sides } = battle
  const score = sides.map(({ pokemonLeft }) => pokemonLeft)
  expect({ winner, turns: turn, score, finalPrng: battle.prng.getSeed() }).toEqual(golden.result)
}

const begin = ({ golden, format }: (typeof PLAYABLE)[number]) =>
  beginBattle(
    format,
    golden.seed,
    [golden.players[0].team, golden.players[1].team],
    [golden.players[0].name, golden.players[1].name],
  )

describe('golden battles', () => {
  it('are fifteen, twelve of them in formats that the engine has', () => {
    expect(GOLDEN).toHaveLength(15)
    expect(PLAYABLE).toHaveLength(12)
  })

  it.each(PLAYABLE)('$golden.id replays on our battle, without a line of time', ({ golden, format }) => {
    const battle = begin({ golden, format })
    replay(golden, battle)
    expect(battle.log.filter((line) => line.startsWith('|t:|'))).toEqual([])
  })

  it.each(PLAYABLE)('$golden.id replays where a copy goes on from each checkpoint', ({ golden, format }) => {
    replay(golden, begin({ golden, format }), cloneBattle)
  })

  it.each(GOLDEN)('$id replays on the independent reference', (golden) => {
    const require = createRequire(import.meta.url)
    const { Battle } = require('pokemon-showdown') as typeof import('@pkmn/sim')
    const { formatid, seed, players } = golden
    const [p1, p2] = players.map(({ name, team }) => ({ name, team }))
    replay(golden, new Battle({ formatid: formatid as never, seed, p1, p2 }))
  })

  it.each(GOLDEN)('$id shows each reader its lines', (golden) => {
    const joined = extractChannelMessages(golden.log.join('\n'), [0, 1, 2])
    for (const [reader, channel, digest] of [
      ['spectator', 0, golden.spectator_sha256],
      [0, 1, golden.p1_sha256],
      [1, 2, golden.p2_sha256],
    ] as const) {
      const side = new SideChannel(reader)
      const lines: string[] = []
      for (const { logLength } of golden.checkpoints) side.read(golden.log.slice(0, logLength), lines)
      expect(lines).toEqual(joined[channel])
      expect(digestOf(lines)).toBe(digest)
      expect(side.read(golden.log)).toEqual([])
    }
  })
})
