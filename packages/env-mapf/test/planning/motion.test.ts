import { describe, expect, test } from 'vitest'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import { GridMap } from '../../src/grid-map.ts'
import { turning, walking } from '../../src/planning/motion.ts'
import { NO_WAY, Ways } from '../../src/planning/ways.ts'

const MAP = GridMap.of(['...', '.#.'])

test('walkers stay, or go up, down, left and right, but not into obstacles or off the map', () => {
  const { successors } = walking(MAP)
  expect([...successors.subarray(0, 5)]).toEqual([0, -1, 3, -1, 1])
  expect([...successors.subarray(5, 10)]).toEqual([1, -1, -1, 0, 2])
  expect([...successors.subarray(20, 25)]).toEqual([-1, -1, -1, -1, -1])
})

test('who turns goes ahead, turns right and left in its cell, or waits', () => {
  const { successors, cellOf } = turning(MAP)
  const [east, south, west, north] = [0, 1, 2, 3].map((facing) => [
    ...successors.subarray(4 * facing, 4 * facing + 4),
  ])
  expect(east).toEqual([4, 1, 3, 0])
  expect(south).toEqual([13, 2, 0, 1])
  expect(west).toEqual([-1, 3, 1, 2])
  expect(north).toEqual([-1, 0, 2, 3])
  expect(cellOf[13]).toBe(3)
})

describe('ways are as long as the shortest walk through the successors', () => {
  const map = uniformMap(4, 8, 0.25)
  test.each([
    ['walking', walking(map)],
    ['turning', turning(map)],
  ])('%s', (_, motion) => {
    const ways = new Ways(motion, 1)
    for (let goal = 0; goal < 64; goal += 7) {
      const table = ways.to(goal)
      for (let state = 0; state < motion.states; state++) {
        const nexts = [...motion.successors.subarray(state * motion.actions, (state + 1) * motion.actions)]
        const least = Math.min(...nexts.filter((next) => next >= 0).map((next) => table[next]), NO_WAY)
        if (motion.cellOf[state] === goal) expect(table[state]).toBe(0)
        else expect(table[state]).toBe(least === NO_WAY ? NO_WAY : least + 1)
      }
    }
  })
})
