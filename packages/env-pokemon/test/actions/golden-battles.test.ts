/** Golden battles, played again by their choices: each is legal, among as many as stand there, and comes back as it was written. */
import { Battle } from '@pkmn/sim'
import { Battle as ShowdownBattle } from 'pokemon-showdown'
import { expect, test } from 'vitest'
import { parseChoice, writeChoice } from '../../src/actions/choice-text.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import type { BattleRequest } from '../../src/actions/request.ts'
import { findMembers, rosterOf } from '../../src/actions/roster.ts'
import { begin } from './engine.ts'
import { battles } from './golden.ts'

/** Leads and back in either order are one choice of the golden count. */
const ORDERS = 4

test.each(battles.map((golden) => [golden.name, golden] as const))('%s', (_, golden) => {
  const Engine = golden.formatid.includes('champions') ? ShowdownBattle : Battle
  const teams = golden.players.map(({ team }) => team)
  const battle = begin(Engine, { formatid: golden.formatid, seed: golden.seed, teams })
  const rosters = battle.sides.map((side) => rosterOf(side.activeRequest as BattleRequest))
  const members = new Uint8Array(6)
  const legal = new LegalActions()
  const [action, again] = [new Int32Array(2), new Int32Array(2)]
  const lines = golden.players.map(({ id }) => golden.inputLog.filter((line) => line.startsWith(`>${id} `)))
  for (const { side, choice, legal: count } of golden.decisions) {
    const s = side === 'p1' ? 0 : 1
    const request = battle.sides[s].activeRequest as BattleRequest
    findMembers(request, rosters[s], members)
    legal.read(request, members)
    parseChoice(legal, choice, action)
    if (request.teamPreview) {
      const leads = legal.count
      legal.readBack(request, action[0], action[1])
      parseChoice(legal, choice, action)
      expect((leads * legal.count) / ORDERS).toBe(count)
    } else {
      expect(legal.count).toBe(count)
    }
    expect(writeChoice(legal, action[0], action[1])).toBe(choice)
    parseChoice(legal, lines[s].shift()!, again)
    expect(again).toEqual(action)
    expect(battle.sides[s].choose(choice)).toBe(true)
    if (battle.sides.every((each) => each.isChoiceDone())) battle.commitChoices()
  }
  expect(battle.ended).toBe(true)
})
