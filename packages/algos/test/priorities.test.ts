import { Seed } from '@gauntlet/core'
import { expect, it } from 'vitest'
import { restore } from '../src/archive.ts'
import { Priorities } from '../src/priorities.ts'

const DRAWS = 20_000

function shares(priorities: Priorities, places: number): number[] {
  const counts = Array.from({ length: places }, () => 0)
  const stream = Seed.from(1).stream()
  for (let n = 0; n < DRAWS / 10; n++) for (const place of priorities.draw(10, stream)) counts[place]++
  return counts.map((count) => count / DRAWS)
}

it('places are drawn in proportion to |δ|^α, new ones to the greatest so far; weights undo it where β is 1', () => {
  const priorities = new Priorities(5, 0.5)
  for (const place of [0, 1, 2, 3]) priorities.add(place)
  shares(priorities, 5).forEach((share, place) => expect(share).toBeCloseTo(place < 4 ? 0.25 : 0, 2))
  for (const [place, error] of [-1, 4, 0, 9].entries()) priorities.update(place, error)
  priorities.add(4)
  const expected = [1, 2, 0.001, 3, 3].map((priority) => priority / 9.001)
  shares(priorities, 5).forEach((share, place) => expect(share).toBeCloseTo(expected[place], 2))
  const places = Int32Array.of(0, 1, 3)
  const weights = priorities.weights(places, 5, 1)
  expect(weights[0]).toBe(1)
  expect(weights[1]).toBeCloseTo(1 / 2, 5)
  expect(weights[2]).toBeCloseTo(1 / 3, 5)
  expect([...priorities.weights(places, 5, 0)]).toEqual([1, 1, 1])
})

it('what was saved draws the same', () => {
  const [one, other] = [new Priorities(7, 0.6), new Priorities(7, 0.6)]
  for (let place = 0; place < 7; place++) one.update(place, place)
  restore(other.state, one.state)
  other.add(2)
  one.add(2)
  expect(other.draw(50, Seed.from(3).stream())).toEqual(one.draw(50, Seed.from(3).stream()))
})
