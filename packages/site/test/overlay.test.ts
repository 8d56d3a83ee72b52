import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawHeat, drawTrails, pathsOf } from '../app/replay/overlay.ts'
import type { Picture } from '../app/replay/player.ts'

/** Pictures of discs at the given places, with a goal's ring that is none. */
function pictures(steps: readonly (readonly (readonly [x: number, y: number])[])[]): Picture[] {
  return steps.map((places, t) => {
    const discs = places.map(([x, y], i) => `<circle cx="${x}" cy="${y}" r="10" fill="#00000${i}"/>`)
    const ring = `<circle cx="${t}" cy="0" r="6.5" fill="none" stroke="#000"/>`
    return {
      t,
      soFar: 0,
      svg: `<svg viewBox="0 0 100 100">${ring}${discs.join('')}</svg>`,
      text: '',
      told: 0,
    }
  })
}

/** What is drawn, in words. */
function drawn(draw: (context: CanvasRenderingContext2D) => void): string[] {
  const told: string[] = []
  const context = {
    fillStyle: '',
    strokeStyle: '',
    beginPath: () => {},
    moveTo: (x: number, y: number) => void told.push(`${context.strokeStyle} ${x} ${y}`),
    lineTo: (x: number, y: number) => void (told[told.length - 1] += ` to ${x} ${y}`),
    stroke: () => {},
    fillRect: (...box: number[]) => void told.push(`${context.fillStyle} at ${box.join(' ')}`),
  }
  draw(context as unknown as CanvasRenderingContext2D)
  return told
}

describe('what moves', () => {
  test('is every disc, but no ring', () => {
    expect(pathsOf(pictures([[[1, 2]], [[1, 3]]]))?.discs.map((at) => [...at])).toEqual([
      [1, 2],
      [1, 3],
    ])
  })

  test.each([
    ['nothing', []],
    ['pictures without discs', [[], []]],
    ['discs that stand', [[[1, 2]], [[1, 2]]]],
    [
      'discs that come and go',
      [
        [[1, 2]],
        [
          [1, 3],
          [5, 5],
        ],
      ],
    ],
  ] as const)('is not told of %s', (_, steps) => {
    expect(pathsOf(pictures(steps))).toBeNull()
  })

  test('is on a grid where all moves are multiples of one length', () => {
    expect(pathsOf(pictures([[[12, 12]], [[36, 12]], [[36, 60]]]))?.cell).toBe(24)
    expect(pathsOf(pictures([[[12, 12]], [[36, 12]], [[36, 47]]]))?.cell).toBeNull()
  })
})

test('a trail follows its disc in its colour, and does not cross the picture where the disc goes round its edge', () => {
  const paths = pathsOf(
    pictures([
      [
        [10, 10],
        [90, 50],
      ],
      [
        [20, 10],
        [2, 50],
      ],
    ]),
  )!
  expect(drawn((context) => drawTrails(context, paths, 1, 100))).toEqual(['#000000 10 10 to 20 10'])
})

test('a heat map counts every visit until now, in the cells of the grid', () => {
  const paths = pathsOf(pictures([[[12, 12]], [[36, 12]], [[12, 12]]]))!
  expect(drawn((context) => drawHeat(context, paths, 2, 100))).toEqual([
    'rgb(200 60 20 / 0.750) at 0 0 24 24',
    'rgb(200 60 20 / 0.375) at 24 0 24 24',
  ])
})

test('however discs move, no trail is longer than a third of the picture', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 6 }), (steps) => {
      const paths = pathsOf(pictures(steps))
      if (paths === null) return
      for (const line of drawn((context) => drawTrails(context, paths, steps.length - 1, 100))) {
        const [x, y, toX, toY] = line.replace(' to', '').split(' ').slice(1).map(Number)
        expect(Math.hypot(toX - x, toY - y)).toBeLessThanOrEqual(100 / 3)
      }
    }),
  )
})
