import { Seed, allocateActions } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { readableLog } from '../../src/logs/readable-log.ts'
import { vgc } from '../../src/vgc.ts'

describe('a log in words', () => {
  test('tells what happened, and how much health is left', () => {
    const lines = [
      '|player|p1|Player 1||',
      '|player|p2|Player 2||',
      '|gen|9',
      '|',
      '|start',
      '|switch|p1a: Iron Hands|Iron Hands, L50|100/100',
      '|switch|p2a: Maushold|Maushold, L50|100/100',
      '|turn|1',
      '|move|p1a: Iron Hands|Wild Charge|p2a: Maushold',
      '|-damage|p2a: Maushold|24/100 par',
      '|-damage|p1a: Iron Hands|150/200|[from] Recoil',
      '|-damage|p2a: Maushold|0 fnt|[from] psn',
      '|faint|p2a: Maushold',
      '|win|Player 1',
    ]
    expect(readableLog(lines)).toEqual([
      'Battle started between Player 1 and Player 2!',
      'Go! Iron Hands!',
      'Player 2 sent out Maushold!',
      '== Turn 1 ==',
      'Iron Hands used Wild Charge!',
      '  (The opposing Maushold was hurt!) 24 % left',
      '  Iron Hands was damaged by the recoil! 75 % left',
      '  The opposing Maushold was hurt by poison! 0 % left',
      'The opposing Maushold fainted!',
      'Player 1 won the battle!',
    ])
  })

  test('of a world grows with the battle, and is that of the battle that ended in the step that ends it', async () => {
    const environment = await vgc.make({ observation: 'compact', turns: 3 })
    const policy = environment.expert!.policy('max-base-power')!
    const actions = allocateActions(environment.spec.action, environment.spec.agents)
    environment.reset(Seed.from(5))
    policy.begin(environment, Seed.from(5))
    let told = environment.renderLog!(0)
    do {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      const now = environment.renderLog!(0)
      expect(now.slice(0, told.length)).toEqual(told)
      told = now
    } while (environment.ended[0] === 0)
    expect(told).toContain('== Turn 3 ==')
    expect(told.filter((line) => /undefined|NaN|\|/.test(line))).toEqual([])
    environment.step((policy.act(environment, actions, 'sample'), actions))
    expect(environment.renderLog!(0)).not.toContain('== Turn 1 ==')
  })
})
