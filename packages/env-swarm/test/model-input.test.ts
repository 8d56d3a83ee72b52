import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { Kuramoto, NearestNeighbours, Space, Vicsek } from '../src/index.ts'

const torus = new Space('torus', 4)

test('Vicsek agents refuse by name what does not fit', () => {
  expect(() => new Vicsek({ kind: 'torus' } as Space)).toThrow('Vicsek.space: got')
  expect(() => new Vicsek(torus, { radius: 2.1 })).toThrow('Vicsek.radius: got 2.1, expected at most half')
  expect(() => new Vicsek(new Space('projective', 4), { radius: 2.1 })).not.toThrow()
  expect(() => new Vicsek(torus, { agents: 2 }, { neighbours: new NearestNeighbours(torus, 3, 1) })).toThrow(
    'Vicsek.neighbours: got',
  )
  const obstacles = [{ x: 1, y: 1, radius: -1 }]
  expect(() => new Vicsek(torus, {}, { obstacles })).toThrow('Vicsek.obstacles[0].radius: got -1')
  const everywhere = new Vicsek(new Space('box', 4), {}, { obstacles: [{ x: 2, y: 2, radius: 1.99 }] })
  expect(() => everywhere.scatter(Seed.from(1).stream())).not.toThrow()
  expect(() => new Vicsek(torus, { agents: 3 }).stepWith(new Float64Array(2))).toThrow(
    'Vicsek.angles: got 2, expected 3 numbers',
  )
})

test('oscillators refuse by name what does not fit', () => {
  const coupled = (starts: number[], others: number[]) => () =>
    new Kuramoto({}, new Float64Array(2), {
      starts: Int32Array.from(starts),
      others: Int32Array.from(others),
    })
  expect(coupled([0, 1], [1])).toThrow('Kuramoto.coupling.starts: got 2, expected 3 numbers')
  expect(coupled([1, 1, 1], [1])).toThrow('Kuramoto.coupling.starts[0]: got 1, expected 0')
  expect(coupled([0, 2, 1], [1, 0])).toThrow('Kuramoto.coupling.starts[2]: got 1, expected at least 2')
  expect(coupled([0, 1, 3], [1, 0])).toThrow('Kuramoto.coupling.starts[2]: got 3, expected at most')
  expect(coupled([0, 1, 2], [1, 2])).toThrow('Kuramoto.coupling.others[1]: got 2, expected 0 to 1')
  expect(coupled([0, 1, 2], [1, 0])).not.toThrow()
  expect(() =>
    new Kuramoto({ method: 'euler', diffusion: 1 }, new Float64Array(2)).stepWith(new Float64Array(3)),
  ).toThrow('Kuramoto.normals: got 3, expected 2 numbers')
})
