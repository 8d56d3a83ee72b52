import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GauntletError } from '../src/errors.ts'
import { type Block, checkLayout, layout } from '../src/layout.ts'

const real = (name: string, shape: readonly number[]): Omit<Block, 'offset'> => ({
  name,
  shape,
  axis: 'flat',
  kind: 'real',
})

describe('a layout', () => {
  it('places blocks one after the other', () => {
    expect(layout(real('p', [2, 3]), real('q', []), real('r', [4])).map(({ offset }) => offset)).toEqual([
      0, 6, 7,
    ])
    expect(layout()).toEqual([])
  })

  it('covers what it lays out, in any order of its blocks', () => {
    const shapes = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(shapes, fc.nat(), (all, turn) => {
        const blocks = layout(...all.map((shape, k) => real(`b${k}`, shape)))
        const size = all.reduce((sum, shape) => sum + shape.reduce((p, q) => p * q, 1), 0)
        const turned = [...blocks.slice(turn % blocks.length), ...blocks.slice(0, turn % blocks.length)]
        checkLayout(turned, size)
        expect(() => checkLayout(turned, size + 1)).toThrow(
          `blocks cover ${size} numbers, the observation has ${size + 1}`,
        )
      }),
    )
  })

  it.each<[blocks: readonly Block[], message: string]>([
    [[{ ...real('p', [2]), offset: 1 }], 'block p: starts at 1, expected 0'],
    [
      [
        { ...real('p', [2]), offset: 0 },
        { ...real('q', [1]), offset: 1 },
      ],
      'block q: starts at 1, expected 2',
    ],
    [
      [
        { ...real('p', [1]), offset: 0 },
        { ...real('q', [2]), offset: 2 },
      ],
      'block q: starts at 2, expected 1',
    ],
    [
      [{ ...real('p', [3]), offset: 0, kind: 'category' }],
      'block p: a category needs the number of its categories',
    ],
    [[{ ...real('p', [3]), offset: 0, kind: 'category', categories: 0 }], 'a category needs'],
  ])('is refused where blocks overlap or leave gaps (%#)', (blocks, message) => {
    expect(() => checkLayout(blocks, 3)).toThrow(GauntletError)
    expect(() => checkLayout(blocks, 3)).toThrow(message)
  })
})
