/** What single rules of doubles mean for the codes. */
import { describe, expect, test } from 'vitest'
import { CHOICES } from '../../src/actions/codes.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import type { ActiveRequest, BattleRequest, MemberRequest } from '../../src/actions/request.ts'
import { pairsOf, previewOf } from './requests.ts'

const inOrder = [1, 2, 3, 4, 5, 6]
const KNOWN = ['protect', 'icywind', 'helpinghand', 'dracometeor']

function team(...conditions: readonly string[]): MemberRequest[] {
  return conditions.map((condition, k) => ({ ident: `p1: M${k}`, condition, moves: KNOWN }))
}

const one = (id: string, target?: string): ActiveRequest => ({ moves: [{ id, target }] })

function pairs(request: BattleRequest, members: readonly number[] = inOrder): [number, number][] {
  return pairsOf(new LegalActions().read(request, members))
}

const replace = (forceSwitch: boolean[], pokemon: MemberRequest[], members?: readonly number[]) =>
  pairs({ forceSwitch, side: { id: 'p1', pokemon } }, members)

describe('replacements', () => {
  test('of two by two come in either order, as members of the team', () => {
    const expected = [
      [5, 6],
      [6, 5],
    ]
    expect(replace([true, true], team('0 fnt', '0 fnt', '9/9', '9/9'), [1, 2, 6, 5])).toEqual(expected)
  })
  test('of two by one: either slot passes', () => {
    const expected = [
      [0, 3],
      [3, 0],
    ]
    expect(replace([true, true], team('0 fnt', '0 fnt', '9/9', '0 fnt'))).toEqual(expected)
  })
  test('of one: the other slot passes', () => {
    expect(replace([false, true], team('9/9', '0 fnt', '9/9', '0 fnt'))).toEqual([[0, 3]])
  })
  test('by the fainted, wherever they are, where a slot revives; it may pass where the bench is empty', () => {
    const reviver = (pokemon: MemberRequest[]) => [{ ...pokemon[0], reviving: true }, ...pokemon.slice(1)]
    expect(replace([true, false], reviver(team('9/9', '0 fnt', '9/9', '0 fnt')))).toEqual([
      [2, 0],
      [4, 0],
    ])
    expect(replace([true, false], reviver(team('9/9', '0 fnt', '0 fnt')))).toEqual([
      [0, 0],
      [2, 0],
      [3, 0],
    ])
  })
})

describe('a turn', () => {
  const turn = (left: ActiveRequest, right: ActiveRequest, pokemon = team('9/9', '9/9')) =>
    pairs({ active: [left, right], side: { id: 'p1', pokemon } })
  const lefts = (active: ActiveRequest) => turn(active, one('icywind')).map(([left]) => left)
  const rights = (active: ActiveRequest) => turn(one('icywind'), active).map(([, right]) => right)

  test('a locked move has the code of the move among those known, and 0 for an unknown one', () => {
    expect(turn(one('helpinghand'), one('struggle', 'randomNormal'))).toEqual([[19, 9]])
  })
  test('a disabled move is left out', () => {
    const moves = [
      { id: 'protect', target: 'self', disabled: true },
      { id: 'icywind', target: 'allAdjacentFoes', disabled: false },
    ]
    expect(lefts({ moves })).toEqual([14])
  })
  test.each([
    ['normal', [7, 10, 11], [8, 10, 11]],
    ['any', [7, 10, 11], [8, 10, 11]],
    ['adjacentFoe', [10, 11], [10, 11]],
    ['adjacentAlly', [7], [8]],
    ['adjacentAllyOrSelf', [7, 8], [7, 8]],
    ['self', [9], [9]],
    ['scripted', [9], [9]],
  ])('targets of %s', (target, left, right) => {
    expect(lefts(one('protect', target))).toEqual(left)
    expect(rights(one('protect', target))).toEqual(right)
  })
  test('the trapped do not switch, and no two to the same member', () => {
    const pokemon = team('9/9', '9/9', '9/9', '0 fnt')
    const free = one('protect')
    expect(turn({ ...free, trapped: true }, free, pokemon)).toEqual([
      [9, 3],
      [9, 9],
    ])
    expect(turn(free, free, pokemon)).toEqual([
      [3, 9],
      [9, 3],
      [9, 9],
    ])
  })
  test('one terastallizes, or one mega evolves', () => {
    const tera = { ...one('protect'), canTerastallize: 'Water' }
    const mega = { ...one('protect'), canMegaEvo: true }
    expect(turn(tera, tera)).toEqual([
      [9, 9],
      [9, 89],
      [89, 9],
    ])
    expect(turn(mega, mega)).toEqual([
      [9, 9],
      [9, 29],
      [29, 9],
    ])
    expect(turn(mega, tera)).toHaveLength(4)
  })
  test('the fainted and commanders pass', () => {
    expect(turn(one('protect'), one('protect'), team('9/9', '0 fnt'))).toEqual([[9, 0]])
    const commander = team('9/9', '9/9', '9/9')
    expect(
      turn(one('protect'), one('protect'), [{ ...commander[0], commanding: true }, commander[1]]),
    ).toEqual([[0, 9]])
  })
})

test('who waits may only wait', () => {
  expect(pairs({ wait: true, side: { id: 'p1', pokemon: team('9/9') } })).toEqual([[0, 0]])
})

describe('refuses', () => {
  const legal = new LegalActions()
  const side = { id: 'p1', pokemon: team('9/9', '9/9', '9/9', '9/9') }
  test('an action, naming slot, choice and what is allowed', () => {
    legal.read({ active: [one('protect'), one('protect')], side }, inOrder)
    expect(() => legal.require(10, 9)).toThrow(
      'slot 0: choice 10 (move 1 at +1) is not legal; expected one of 3, 4, 9',
    )
    expect(() => legal.require(3, 3)).toThrow(
      'slot 1: choice 3 (member 3) is not legal after 3 (member 3); expected one of 4, 9',
    )
    for (const choice of [-1, CHOICES, 1.5, NaN])
      expect(() => legal.require(9, choice)).toThrow(/slot 1: .*no choice/)
    expect(() => legal.maskAfter(0, new Uint8Array(CHOICES))).toThrow('slot 0: choice 0 (pass) is not legal')
  })
  test.each([
    ['got none of wait, teamPreview', { side }],
    ['got 1 slots', { active: [one('protect')], side }],
    ['got 3 slots', { forceSwitch: [true, false, false], side }],
    ['2 members are picked', { ...previewOf(6), maxChosenTeamSize: 2 }],
    [
      'got a team of 7',
      { wait: true, side: { id: 'p1', pokemon: team(...Array.from({ length: 7 }, () => '9/9')) } },
    ],
    ['got a team of 0', { forceSwitch: [true, true], side: { id: 'p1', pokemon: [] } }],
    ['allows no joint action', { active: [{ moves: [], trapped: true }, one('protect')], side }],
  ])('a request: %s', (message, request) => {
    expect(() => legal.read(request, inOrder)).toThrow(message)
  })
  test('members that are none', () => {
    expect(() => legal.read({ wait: true, side }, [1, 2])).toThrow(
      'members[2]: got undefined, expected 1 to 6',
    )
    expect(() => legal.read({ wait: true, side }, [1, 7, 2, 3])).toThrow('members[1]: got 7')
  })
  test('the back of anything but a team preview', () => {
    expect(() => legal.readBack({ wait: true, side }, 1, 2)).toThrow('got no teamPreview')
  })
})
