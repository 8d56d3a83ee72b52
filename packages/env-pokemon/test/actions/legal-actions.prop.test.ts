/** Whatever is asked: masks say what the flat list says, and text comes back as what it was written from. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChoiceError } from '../../src/actions/choice-error.ts'
import { parseChoice, writeChoice } from '../../src/actions/choice-text.ts'
import { CHOICES, gimmickOf, isMove, moveOf, targetOf, useMove } from '../../src/actions/codes.ts'
import { LegalActions } from '../../src/actions/legal-actions.ts'
import { permutations, previewOf, requests } from './requests.ts'

const legal = new LegalActions()

/** Whether anything is allowed at all. */
function reads(...given: Parameters<LegalActions['read']>): boolean {
  try {
    legal.read(...given)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(ChoiceError)
    return false
  }
}

function pairs(): string[] {
  return Array.from({ length: legal.count }, (_, i) => `${legal.pairs[2 * i]},${legal.pairs[2 * i + 1]}`)
}

function requireAgreement(): void {
  const listed = new Set(pairs())
  expect(listed.size).toBe(legal.count)
  const mask = new Uint8Array(2 * CHOICES + 2).fill(7)
  const after = new Uint8Array(CHOICES + 2).fill(7)
  const lefts = new Set<number>()
  const rights = new Set<number>()
  legal.mask(mask, 1)
  for (let left = 0; left < CHOICES; left++) {
    const legalLeft = mask[1 + left] === 1
    if (legalLeft) legal.maskAfter(left, after, 1)
    else expect(() => legal.maskAfter(left, after, 1)).toThrow(ChoiceError)
    for (let right = 0; right < CHOICES; right++) {
      const isLegal = listed.has(`${left},${right}`)
      if (isLegal) lefts.add(left)
      if (isLegal) rights.add(right)
      if (legal.has(left, right) !== isLegal) expect.fail(`has(${left}, ${right})`)
      if (legalLeft && (after[1 + right] === 1) !== isLegal) expect.fail(`maskAfter(${left})[${right}]`)
    }
  }
  expect([mask[0], mask[2 * CHOICES + 1], after[0], after[CHOICES + 1]]).toEqual([7, 7, 7, 7])
  const bits = Array.from({ length: CHOICES }, (_, c) => c)
  expect(bits.filter((c) => mask[1 + c] === 1)).toEqual([...lefts].sort((a, b) => a - b))
  expect(bits.filter((c) => mask[1 + CHOICES + c] === 1)).toEqual([...rights].sort((a, b) => a - b))
}

test('masks, masks after a choice and the flat list agree', () => {
  fc.assert(
    fc.property(requests, permutations, (request, members) => {
      if (reads(request, members)) requireAgreement()
    }),
    { numRuns: 200 },
  )
})

test('a choice comes back from its text, and no two have the same', () => {
  const action = new Int32Array(2)
  fc.assert(
    fc.property(requests, permutations, (request, members) => {
      if (request.wait || !reads(request, members)) return
      const texts = new Set<string>()
      for (let i = 0; i < legal.count; i++) {
        const pair = legal.pairs.slice(2 * i, 2 * i + 2)
        const text = writeChoice(legal, pair[0], pair[1])
        texts.add(text)
        parseChoice(legal, i % 2 === 0 ? text : `>p1 ${text}`, action)
        if (action[0] !== pair[0] || action[1] !== pair[1]) expect.fail(`${text} of ${pair.join(', ')}`)
      }
      expect(texts.size).toBe(legal.count)
    }),
  )
})

test('at team preview any two lead, and any other two stand behind', () => {
  const [action, again] = [new Int32Array(2), new Int32Array(2)]
  const member = fc.integer({ min: 0, max: 7 })
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 6 }), member, member, (team, left, right) => {
      const preview = previewOf(team)
      if (left === right || Math.min(left, right) < 1 || Math.max(left, right) > team) {
        expect(() => legal.readBack(preview, left, right)).toThrow(ChoiceError)
        return
      }
      legal.readBack(preview, left, right)
      expect(legal.count).toBe((team - 2) * (team - 3))
      requireAgreement()
      action.set(legal.pairs.subarray(0, 2))
      const text = writeChoice(legal, action[0], action[1])
      parseChoice(legal, text, again)
      expect(again).toEqual(action)
      legal.read(preview, [])
      expect(legal.count).toBe(team * (team - 1))
      requireAgreement()
      parseChoice(legal, text, again)
      expect([...again]).toEqual([left, right])
    }),
  )
})

test('the code of a move is that of its parts', () => {
  for (let code = 7; code < CHOICES; code++) {
    expect(isMove(code)).toBe(true)
    expect(useMove(moveOf(code), targetOf(code), gimmickOf(code))).toBe(code)
  }
})
