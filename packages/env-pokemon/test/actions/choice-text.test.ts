/** Forms of text that the engine takes or writes, and those that are refused. */
import { describe, expect, test } from 'vitest'
import { ChoiceError } from '../../src/actions/choice-error.ts'
import { parseChoice, writeChoice } from '../../src/actions/choice-text.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import type { BattleRequest } from '../../src/actions/request.ts'
import { findMembers, rosterOf } from '../../src/actions/roster.ts'
import { previewOf } from './requests.ts'

const KNOWN = ['protect', 'icebeam', 'suckerpunch', 'helpinghand']
const free = {
  moves: KNOWN.map((id, m) => ({
    id,
    target: ['self', 'normal', 'any', 'adjacentAlly'][m],
    disabled: false,
  })),
  canTerastallize: 'Water',
}
const locked = { moves: [{ id: 'suckerpunch' }] }
const side = (...conditions: string[]) => ({
  id: 'p1',
  pokemon: conditions.map((condition, k) => ({ ident: `p1: M${k}`, condition, moves: KNOWN })),
})
const turn: BattleRequest = { active: [free, free], side: side('9/9', '9/9', '9/9', '9/9') }
const half: BattleRequest = { active: [free, locked], side: side('0 fnt', '9/9', '9/9') }
const forced: BattleRequest = { forceSwitch: [true, false], side: side('0 fnt', '9/9', '9/9', '9/9') }

const legal = new LegalActions()

function parsed(request: BattleRequest, text: string, members = [3, 1, 2, 6, 4, 5]): number[] {
  const action = new Int32Array(2)
  parseChoice(legal.read(request, members), text, action)
  return [...action]
}

test.each([
  [turn, 'move 1, move 2 +1', [9, 15]],
  [turn, 'move protect, move icebeam 1', [9, 15]],
  [turn, 'move Ice Beam -2 terastallize , switch 3', [92, 2]],
  [turn, 'move 2 terastal +2, switch 4', [96, 6]],
  [turn, '>p1 move helpinghand -2, move helpinghand -1', [22, 23]],
  [half, 'pass, move suckerpunch -2', [0, 19]],
  [half, 'move 1', [0, 19]],
  [half, 'switch 3', [0, 2]],
  [forced, 'switch 4, pass', [6, 0]],
  [forced, 'switch 4', [6, 0]],
])('%#: %s', (request, text, action) => {
  expect(parsed(request, text)).toEqual(action)
})

test('a locked move is written by its number, without a target', () => {
  legal.read(half, [1, 2, 3])
  expect(writeChoice(legal, 0, 19)).toBe('pass, move 1')
})

test('teams: with commas or without, with too many or only the leads', () => {
  const preview = previewOf(6)
  for (const text of ['team 3125', 'team 3, 1, 2, 5', 'team 312546', 'team 31']) {
    expect(parsed(preview, text)).toEqual([3, 1])
  }
  const action = new Int32Array(2)
  legal.readBack(preview, 3, 1)
  parseChoice(legal, '>p1 team 3, 1, 5, 2', action)
  expect([...action]).toEqual([5, 2])
  expect(writeChoice(legal, 5, 2)).toBe('team 3152')
  parseChoice(legal, 'team 31', action)
  expect([...action]).toEqual([2, 4])
  expect(() => parseChoice(legal, 'team 1352', action)).toThrow('expected the leads picked before, 3 and 1')
})

test('nothing is told while the other side decides, and between the leads and the back', () => {
  expect(writeChoice(legal.read({ wait: true, side: side('9/9') }, [1]), 0, 0)).toBe('')
  expect(writeChoice(legal.read(previewOf(6), []), 1, 2)).toBe('')
})

describe('refused', () => {
  test.each([
    [turn, '>p2 move 1, move 1', /of p2, expected a choice of p1/],
    [turn, '', /slot 0: got "", expected move, switch or pass/],
    [turn, 'default', /slot 0: got "default"/],
    [turn, 'move 1', /slot 1: .*expected a command for it too/],
    [turn, 'move 1, move 1, move 1', /no command beyond/],
    [turn, 'move 5, move 1', /slot 0: got "move 5", expected a move of protect, icebeam/],
    [turn, 'move 0, move 1', /slot 0: got "move 0"/],
    [turn, 'move tackle, move 1', /slot 0: got "move tackle"/],
    [turn, 'move 2, move 1', /slot 0: choice 14 \(move 2\) is not legal; expected one of/],
    [turn, 'move 1 +1 +2, move 1', /slot 0: got "move 1 \+1 \+2"/],
    [turn, 'move 1 dynamax, move 1', /slot 0: got "move 1 dynamax"/],
    [turn, 'move 1 mega, move 1', /slot 0: choice 29 \(move 1, mega evolution\)/],
    [turn, 'move 1 terastallize, move 1 terastallize', /slot 1: choice 89 .* after 89/],
    [turn, 'switch 1, move 1', /slot 0: choice 3/],
    [turn, 'switch 5, move 1', /slot 0: got "switch 5", expected a number from 1 to 4/],
    [turn, 'switch 3, switch 3', /slot 1: choice 2 \(member 2\) is not legal after 2/],
    [turn, 'pass, move 1', /slot 0: choice 0 \(pass\)/],
    [turn, 'team 1234', /slot 0: got "team 1234"/],
    [half, 'pass, move 1 -2', /slot 1: choice 17/],
    [forced, 'move 1, pass', /slot 0: got "move 1", expected switch or pass/],
    [{ wait: true, side: side('9/9') }, 'pass, pass', /the other side decides/],
    [previewOf(6), 'team 1134', /different members from 1 to 6/],
    [previewOf(5), 'team 1236', /different members from 1 to 5/],
    [previewOf(6), 'team', /expected team and numbers/],
    [turn, `move ${'x'.repeat(1000)}`, /got 1005 characters, expected at most 200/],
  ])('%#: %s', (request, text, message) => {
    const attempt = () => parsed(request as BattleRequest, text)
    expect(attempt).toThrow(ChoiceError)
    expect(attempt).toThrow(message)
  })
})

test('members are found by their idents', () => {
  const preview = { teamPreview: true, side: side('9/9', '9/9', '9/9') }
  const roster = rosterOf(preview)
  const members = new Uint8Array(6)
  const [first, second, third] = preview.side.pokemon
  findMembers({ wait: true, side: { id: 'p1', pokemon: [third, first] } }, roster, members)
  expect([...members]).toEqual([3, 1, 0, 0, 0, 0])
  const stranger = { ...first, ident: 'p1: Nobody' }
  const strange = { wait: true, side: { id: 'p1', pokemon: [second, stranger] } }
  expect(() => findMembers(strange, roster, members)).toThrow('"p1: Nobody" is not of the team')
  expect(() => rosterOf({ teamPreview: true, side: { id: 'p1', pokemon: [first, first] } })).toThrow(
    'team: two are called "p1: M0"',
  )
})
