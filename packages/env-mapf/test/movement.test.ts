import { describe, expect, test } from 'vitest'
import { type CollisionSystem, movementOf } from '../src/movement.ts'
import { SoftMovement } from '../src/soft-movement.ts'
import type { GridWorlds } from '../src/worlds.ts'
import { type Cell, cellsOf, frameCell, golden, worldOf } from './support/golden.ts'

interface ExhaustiveCase {
  readonly collision_system: CollisionSystem
  readonly map: readonly string[]
  readonly num_agents: number
  readonly transitions: number
  readonly fnv1a32: number
  readonly samples: readonly { starts: Cell[]; actions: number[]; result: Cell[] }[]
}

const { cases } = golden<{ cases: ExhaustiveCase[] }>('pogema/21_exhaustive_one_step')

describe('all placements and all joint actions of small maps, one step', () => {
  test.each(cases)('$collision_system, $map, $num_agents agents', (given) => {
    const { collision_system, map, num_agents, transitions, fnv1a32 } = given
    const free = freeCells(map)
    const columns = map[0].length
    let count = 0
    let hash = 2166136261
    for (const starts of placements(free, num_agents)) {
      for (let joint = 0; joint < 5 ** num_agents; joint++) {
        const worlds = worldOf(map, starts, [], 1)
        movementOf(worlds, collision_system, false).move(0, jointAction(joint, num_agents))
        for (const [row, column] of cellsOf(worlds, worlds.positions)) {
          hash = Math.imul(hash ^ (row * columns + column), 16777619) >>> 0
        }
        expectConsistent(worlds)
        count++
      }
    }
    expect(count).toBe(transitions)
    expect(hash).toBe(fnv1a32)
  })

  test('samples', () => {
    for (const { collision_system, map, samples } of cases) {
      for (const { starts, actions, result } of samples) {
        const worlds = worldOf(map, starts, [], 1)
        movementOf(worlds, collision_system, false).move(0, Int32Array.from(actions))
        expect(cellsOf(worlds, worlds.positions)).toEqual(result)
      }
    }
  })
})

test('nothing is left over from one step for the next', () => {
  const worlds = worldOf(['...', '...'], [[0, 0], [0, 1], [1, 0]], [], 1) // prettier-ignore
  const movement = new SoftMovement(worlds)
  const at = (): readonly Cell[] => cellsOf(worlds, worlds.positions)
  movement.move(0, Int32Array.of(4, 3, 1))
  expect(at()).toEqual([[0, 0], [0, 1], [1, 0]]) // prettier-ignore
  movement.move(0, Int32Array.of(4, 4, 1))
  expect(at()).toEqual([[0, 1], [0, 2], [0, 0]]) // prettier-ignore
})

/** Occupants and presence agree with positions. */
function expectConsistent(worlds: GridWorlds): void {
  const occupants = new Int32Array(worlds.cells)
  worlds.positions.forEach((cell, a) => (occupants[cell] = a + 1))
  for (let cell = 0; cell < worlds.cells; cell++) {
    const present = Math.sign(occupants[cell])
    const same = occupants[cell] === worlds.occupants[cell] && present === worlds.agentPlane[cell]
    if (!same) expect.fail(`cell ${cell} does not hold agent ${occupants[cell] - 1}`)
  }
  expect(frameCell(worlds, [0, 0])).toBe(worlds.stride + 1)
}

function freeCells(map: readonly string[]): Cell[] {
  return map
    .flatMap((line, row) => Array.from(line, (_, column): Cell => [row, column]))
    .filter(([row, column]) => map[row][column] === '.')
}

/** Ordered choices of `n` cells, in lexicographic order. */
function* placements(cells: readonly Cell[], n: number): Generator<Cell[]> {
  if (n === 0) yield []
  else {
    for (const cell of cells) {
      for (const rest of placements(cells.filter((other) => other !== cell), n - 1)) yield [cell, ...rest] // prettier-ignore
    }
  }
}

/** The last agent's action changes fastest. */
function jointAction(joint: number, n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, a) => Math.floor(joint / 5 ** (n - 1 - a)) % 5)
}
