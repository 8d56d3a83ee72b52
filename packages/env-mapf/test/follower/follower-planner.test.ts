import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FollowerPlanner } from '../../src/follower/follower-planner.ts'
import { staticCosts } from '../../src/follower/static-costs.ts'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import { GridMap } from '../../src/grid-map.ts'
import { NO_WAY, Ways } from '../../src/planning/ways.ts'
import { walking } from '../../src/planning/motion.ts'
import { GridWorlds } from '../../src/worlds.ts'
import { golden } from '../support/golden.ts'

interface Golden {
  readonly name: string
  readonly map: readonly string[]
  readonly costs: readonly (number | null)[]
  readonly steps: readonly {
    readonly positions: readonly number[]
    readonly goals: readonly number[]
    readonly paths: readonly string[]
  }[]
}

/**
 * What `planner.h` of learn-to-follow (commit d02680a), compiled without its binding for Python, makes of positions and goals
 * that agents had who followed PIBT, every third at random: costs of all cells, and the path of every agent in every step.
 */
const GOLDEN = golden<readonly Golden[]>('follower/paths')

describe.each(GOLDEN)('$name', ({ map: lines, costs, steps }) => {
  const map = GridMap.of(lines)

  test('static costs are those of the released code, to the bit', () => {
    const found = staticCosts(map)
    // It leaves 0 where obstacles are, and nothing that is a number where a cell is cut off.
    const expected = costs.map((cost) => Math.fround(cost || 1))
    expect([...found]).toEqual(expected)
  })

  test('so are the paths of all agents in all steps', () => {
    const agents = steps[0].goals.length
    const worlds = new GridWorlds(1, agents, map.rows, map.columns, 3)
    const planner = new FollowerPlanner(worlds)
    worlds.layMap(0, map)
    steps.forEach(({ positions, goals, paths }, t) => {
      stand(worlds, positions, goals)
      if (t === 0) planner.start(0)
      planner.see(0)
      expect(paths.map((_, a) => pathOf(worlds, planner, a))).toEqual(paths)
    })
  })
})

/** Puts all agents into cells of the map and gives them goals. */
function stand(worlds: GridWorlds, positions: readonly number[], goals: readonly number[]): void {
  positions.forEach((_, a) => {
    if (worlds.active[a] === 1) worlds.remove(0, a)
  })
  positions.forEach((cell, a) => {
    worlds.place(0, a, worlds.frameCell(0, cell))
    worlds.goals[a] = worlds.frameCell(0, goals[a])
  })
}

/** An agent's path as moves: U, D, L and R. */
function pathOf({ stride }: GridWorlds, planner: FollowerPlanner, a: number): string {
  const length = planner.plan(a)
  const moves = { [-stride]: 'U', [stride]: 'D', [-1]: 'L', [1]: 'R' }
  let path = ''
  for (let k = length - 1; k > 0; k--) path += moves[planner.path[k - 1] - planner.path[k]]
  return path
}

test('mean distances are those that breadth-first searches find, on any map', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, size) => {
      const map = uniformMap(seed, size, 0.35)
      const ways = new Ways(walking(map), 1)
      const means = Array.from(map.obstacles, (blocked, cell) => {
        if (blocked === 1) return 0
        const distances = [...ways.to(cell)].filter((steps) => steps !== 0 && steps !== NO_WAY)
        const sum = distances.reduce((total, steps) => total + steps, 0)
        return distances.length === 0 ? 0 : Math.fround(sum / distances.length)
      })
      const most = Math.max(...means)
      const expected = means.map((mean) => (mean === 0 ? 1 : Math.fround(most / mean)))
      expect([...staticCosts(map)]).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})

test('agents go round where they have seen others stand, until they are given another goal', () => {
  const map = GridMap.of(['.....', '.###.', '.....'])
  const worlds = new GridWorlds(1, 2, 3, 5, 1)
  const planner = new FollowerPlanner(worlds)
  worlds.layMap(0, map)
  stand(worlds, [5, 2], [9, 0])
  planner.start(0)
  planner.see(0)
  // Agent 1 stands in the upper corridor: once seen, the lower one is cheaper.
  expect(pathOf(worlds, planner, 0)).toBe('DRRRRU')
  stand(worlds, [5, 12], [9, 0])
  planner.see(0)
  planner.see(0)
  expect(pathOf(worlds, planner, 0)).toBe('URRRRD')
  stand(worlds, [5, 12], [4, 0])
  planner.see(0)
  stand(worlds, [5, 12], [9, 0])
  planner.see(0)
  const saved = planner.save(0)
  expect([...saved.subarray(0, 3)]).toEqual([1, worlds.frameCell(0, 12), 1])
})

test('an agent on its goal, or that has left, has no path', () => {
  const worlds = new GridWorlds(1, 2, 1, 3, 1)
  const planner = new FollowerPlanner(worlds)
  worlds.layMap(0, GridMap.of(['...']))
  stand(worlds, [0, 2], [0, 1])
  planner.start(0)
  worlds.remove(0, 1)
  planner.see(0)
  expect([planner.plan(0), planner.plan(1)]).toEqual([0, 0])
  expect([...planner.waypoints]).toEqual([-1, -1])
})
