import { describe, expect, test } from 'vitest'
import { HEAP, reserveMemory } from '../src/grid-kernel.ts'
import { type CollisionSystem, movementOf } from '../src/movement.ts'
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

describe.each([
  ['in TypeScript', () => HEAP],
  ['in the kernel, where there is one', () => reserveMemory([65536])],
])('all placements and all joint actions of small maps, one step, %s', (_, memory) => {
  test.each(cases)('$collision_system, $map, $num_agents agents', (given) => {
    const { collision_system, map, num_agents, transitions, fnv1a32 } = given
    const free = freeCells(map)
    const columns = map[0].length
    let count = 0
    let hash = 2166136261
    // One world and one movement for all: nothing may be left over from one step for the next.
    const worlds = worldOf(map, free.slice(0, num_agents), [], 1, memory())
    const movement = movementOf(worlds, collision_system, false)
    for (const starts of placements(free, num_agents)) {
      for (let joint = 0; joint < 5 ** num_agents; joint++) {
        worlds.layMap(0, worlds.maps[0])
        starts.forEach((cell, a) => worlds.place(0, a, frameCell(worlds, cell)))
        movement.move(0, jointAction(joint, num_agents))
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
        const worlds = worldOf(map, starts, [], 1, memory())
        movementOf(worlds, collision_system, false).move(0, Int32Array.from(actions))
        expect(cellsOf(worlds, worlds.positions)).toEqual(result)
      }
    }
  })
})

/** Occupants and what is seen agree with positions. */
function expectConsistent(worlds: GridWorlds): void {
  const { agents, positions, occupants, agentPlane } = worlds
  for (let a = 0; a < agents; a++) {
    const cell = positions[a]
    if (occupants[cell] !== a + 1 || agentPlane[cell] !== 1)
      expect.fail(`cell ${cell} does not hold agent ${a}`)
  }
  let [held, seen] = [0, 0]
  for (let cell = 0; cell < worlds.cells; cell++) {
    held += Math.sign(occupants[cell])
    seen += agentPlane[cell]
  }
  if (held !== agents || seen !== agents)
    expect.fail(`${held} cells are held and ${seen} seen, of ${agents} agents`)
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
