import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Disc, Obstacles } from '../src/obstacles.ts'
import { Space } from '../src/space.ts'

test('who has got in is put on the rim and reflected; who is on the way out is not turned', () => {
  const obstacles = new Obstacles('Flock', new Space('plane', 4), [{ x: 2, y: 2, radius: 1 }])
  const positions = Float64Array.of(1.5, 2, 2, 2.5, 2, 2, 0.5, 2)
  const directions = Float64Array.of(1, 0.5, 1, 1, -1, 0, 1, 0)
  for (let i = 0; i < 4; i++) obstacles.keepOut(positions, directions, i)
  expect([...positions]).toEqual([1, 2, 2, 3, 3, 2, 0.5, 2])
  expect([...directions]).toEqual([-1, 0.5, 1, 1, 1, 0, 1, 0])
})

test('reflection keeps the length of a direction, and points outwards', () => {
  const disc = { x: 1, y: 1, radius: 0.9 }
  const obstacles = new Obstacles('Flock', new Space('torus', 2), [disc])
  const numbers = fc.double({ min: -0.6, max: 0.6, noNaN: true })
  fc.assert(
    fc.property(numbers, numbers, fc.double({ min: -4, max: 4, noNaN: true }), (x, y, heading) => {
      const positions = Float64Array.of(1 + x, 1 + y)
      const directions = Float64Array.of(Math.cos(heading), Math.sin(heading))
      obstacles.keepOut(positions, directions, 0)
      const [outX, outY] = [positions[0] - 1, positions[1] - 1]
      expect(Math.hypot(outX, outY)).toBeCloseTo(0.9, 12)
      expect(Math.hypot(...directions)).toBeCloseTo(1, 12)
      expect(outX * directions[0] + outY * directions[1]).toBeGreaterThan(-1e-12)
    }),
  )
})

test('discs that leave no way out, or are none, are refused by name', () => {
  const refused = (kind: ConstructorParameters<typeof Space>[0], ...discs: unknown[]) =>
    expect(() => new Obstacles('Flock', new Space(kind, 10), discs as Disc[]))
  const disc = { x: 5, y: 5, radius: 2 }
  refused('box', disc, { x: 7, y: 6, radius: 1 }).toThrow(
    'Flock.obstacles[1]: got {"x":7,"y":6,"radius":1}, expected a disc that does not meet obstacles[0]',
  )
  refused('box', { x: 5, y: 9, radius: 2 }).toThrow(
    'Flock.obstacles[0].y: got 9, expected a number from 2 to 8',
  )
  refused('moebius', { x: 1, y: 9, radius: 2 }).toThrow('Flock.obstacles[0].y')
  refused('moebius', { x: 1, y: 7, radius: 2 }, { x: 9, y: 3, radius: 2 }).toThrow(
    'does not meet obstacles[0]',
  )
  refused('torus', { x: 1, y: 5, radius: 2 }, { x: 9, y: 5, radius: 2 }).toThrow('does not meet obstacles[0]')
  refused('torus', { x: 1, y: 5, radius: 6 }).toThrow('does not meet itself')
  refused('projective', { x: 0.5, y: 0.5, radius: 2 }).toThrow('does not meet itself')
  refused('plane', { x: NaN, y: 5, radius: 6 }).toThrow('Flock.obstacles[0].x: got NaN')
  refused('plane', { x: 1, y: 5, radius: 0 }).toThrow('Flock.obstacles[0].radius: got 0')
  refused('plane', null).toThrow('Flock.obstacles[0].radius: got undefined')
  refused('torus', { x: 1, y: 1, radius: 2 }, { x: 7, y: 5, radius: 2 }).not.toThrow()
})
