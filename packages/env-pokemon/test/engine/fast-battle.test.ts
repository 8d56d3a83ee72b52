/** That ours plays as the stock engine does, and copies as their originals, in battles of random choices. */
import { Seed } from '@gauntlet/core'
import { Battle } from '@pkmn/sim'
import { describe, expect, it, vi } from 'vitest'
import { decide, playOut } from '../../bench/random-player.mjs'
import { engineSeed, startBattle } from '../../src/engine/battle.ts'
import { cloneBattle } from '../../src/engine/clone.ts'
import type { FastBattle } from '../../src/engine/fast-battle.ts'
import { formatOf } from '../../src/engine/formats.ts'
import { PLAYABLE } from './golden.ts'

const TEAMS = [...new Set(PLAYABLE.flatMap(({ golden }) => golden.players.map(({ team }) => team)))]
const NAMES = ['Ann', 'Bea'] as const

/** Battle `k`: other teams, other sheets, other choices. */
function setting(k: number) {
  const seed = Seed.from(k).fold('battle')
  const stream = seed.fold('teams').stream()
  const teams = [TEAMS[stream.integer(TEAMS.length)], TEAMS[stream.integer(TEAMS.length)]] as const
  return { seed, teams, format: formatOf(k % 2 === 0 ? 'reg-i' : 'reg-g-closed'), names: NAMES }
}

/** The stock engine's battle of that setting. */
function startStock(k: number): Battle {
  const { seed, teams, format } = setting(k)
  const [p1, p2] = teams.map((team, i) => ({ name: NAMES[i], team }))
  const options = { format: format.engine, formatid: format.engine.id, seed: engineSeed(seed), p1, p2 }
  return new Battle(options)
}

/** All that a battle holds, as text, but for the time and for counts of lines, of which some tell the time. */
function stateOf(battle: Battle): string {
  const log = battle.log.filter((line) => !line.startsWith('|t:|'))
  const state = JSON.stringify({ ...battle.toJSON(), log, sentLogPos: 0, lastMoveLine: 0 })
  return `${state}\n${requestsOf(battle)}`
}

const requestsOf = (battle: Battle): string =>
  JSON.stringify(battle.sides.map(({ activeRequest }) => activeRequest))

/** Lets another battle take the choices that one took. */
function follow(battle: Battle, taken: readonly (readonly ['p1' | 'p2', string])[]): void {
  const choices = new Map(taken)
  for (const side of battle.sides) {
    const choice = choices.get(side.id as 'p1' | 'p2')
    if (choice === 'default') side.autoChoose()
    else if (choice !== undefined) side.choose(choice)
  }
  battle.commitChoices()
}

describe('our battle', () => {
  it('is at team preview with both requests made', () => {
    const battle = startBattle(setting(0))
    expect(battle.requestState).toBe('teampreview')
    expect(battle.sides.map((side) => side.requestState)).toEqual(['teampreview', 'teampreview'])
    expect(battle.prngSeed).toMatch(/^gen5,[0-9a-f]{16}$/)
    expect(stateOf(battle)).toBe(stateOf(startStock(0)))
  })

  it('shows both team sheets where they are open, and none where they are closed', () => {
    const sheets = (id: string) =>
      startBattle({ ...setting(0), format: formatOf(id) }).log.filter((line) => line.includes('showteam'))
    expect(sheets('reg-i-closed')).toEqual([])
    expect(sheets('reg-i').map((line) => line.split('|')[2])).toEqual(['p1', 'p2'])
    expect(sheets('reg-i').join('')).not.toMatch(/252|Timid|Adamant/)
  })

  it('refuses names that would break a log', () => {
    for (const name of ['', 'a|b', 'x\ny', ' x', 'a name of many letters']) {
      expect(() => startBattle({ ...setting(0), names: [name, 'B'] })).toThrow('expected 1 to 18 characters')
    }
    expect(() => startBattle({ ...setting(0), names: ['A', 'A'] })).toThrow('got "A" twice')
  })

  it('refuses a team that is not packed', () => {
    expect(() => startBattle({ ...setting(0), teams: ['Miraidon', TEAMS[0]] })).toThrow(
      'teams: got "Miraidon", expected packed text, as readTeam gives',
    )
  })

  it('reads no clock and draws no chance but its own', () => {
    const clock = vi.spyOn(Date, 'now')
    const chance = vi.spyOn(Math, 'random')
    const battle = startBattle(setting(3))
    playOut(battle, Seed.from(3).stream())
    expect(battle.ended).toBe(true)
    expect(clock).not.toHaveBeenCalled()
    expect(chance).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it('plays as the stock engine: the same requests, state and log at every decision', () => {
    for (let k = 0; k < 8; k++) {
      const ours = startBattle(setting(k))
      const stock = startStock(k)
      const stream = Seed.from(k).fold('choices').stream()
      while (!ours.ended) {
        follow(stock, decide(ours, stream))
        expect(requestsOf(ours)).toBe(requestsOf(stock))
        expect(ours.prng.getSeed()).toBe(stock.prng.getSeed())
      }
      expect(stateOf(ours)).toBe(stateOf(stock))
    }
  })
})

describe('a copy', () => {
  it('goes on as its original, and neither moves the other, at every decision', () => {
    for (let k = 100; k < 103; k++) {
      let battle = startBattle(setting(k))
      const stream = Seed.from(k).fold('choices').stream()
      while (!battle.ended) {
        const before = stateOf(battle)
        const copy = cloneBattle(battle)
        expect(stateOf(copy)).toBe(before)
        const strayed = cloneBattle(battle)
        decide(strayed, stream)
        expect(stateOf(battle)).toBe(before)
        const taken = decide(battle, stream)
        expect(stateOf(copy)).toBe(before)
        follow(copy, taken)
        expect(stateOf(copy)).toBe(stateOf(battle))
        battle = copy
      }
    }
  })

  it('shares no object with its original but of the dex, and has each once', () => {
    const battle = startBattle(setting(7))
    playOut(battle, Seed.from(7).stream(), 4)
    const copy = cloneBattle(battle)
    const own = reachable(battle)
    for (const one of reachable(copy)) {
      if (own.has(one)) expect.unreachable(`both hold ${String(one)}`)
    }
    expect(reachable(copy).size).toBe(own.size)
    for (const [s, side] of copy.sides.entries()) {
      expect(side.battle).toBe(copy)
      expect(side.foe).toBe(copy.sides[1 - s])
      for (const pokemon of side.pokemon) {
        expect(pokemon.side).toBe(side)
        expect(pokemon.getHealth()).toEqual(battle.sides[s].pokemon[pokemon.position].getHealth())
      }
    }
  })
})

/** Every object that a battle reaches which could change: not the dex, the format, its rules, nor the effects. */
function reachable(battle: FastBattle): Set<object> {
  const found = new Set<object>()
  const { BasicEffect } = battle.dex.Data
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || found.has(value)) return
    if (value === battle.dex || value === battle.ruleTable) return
    if (value instanceof BasicEffect && !('hit' in value)) return
    found.add(value)
    for (const inner of value instanceof Set ? value : Object.values(value)) visit(inner)
  }
  visit(battle)
  return found
}
