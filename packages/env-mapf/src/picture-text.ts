/** A world as text: `drawText`. */
import type { GridWorlds } from './worlds.ts'

/**
 * The map with agents and goals: `#` blocked, `·` free, a number for an agent, and `+` before the number of the
 * agent whose goal it is (of several, the first; an agent that stands there hides it).
 */
export function drawText(worlds: GridWorlds, w: number): string {
  const { agents, border, cells, stride, obstacles, occupants, goals, maps, active } = worlds
  const width = String(agents - 1).length + 1
  const goalOf = new Map<number, number>()
  for (let a = agents - 1; a >= 0; a--) {
    if (active[w * agents + a] === 1) goalOf.set(goals[w * agents + a], a)
  }
  const symbol = (cell: number): string => {
    if (obstacles[w * cells + cell] === 1) return '#'.repeat(width)
    const occupant = occupants[w * cells + cell]
    if (occupant > 0) return String(occupant - 1).padStart(width)
    const goal = goalOf.get(cell)
    return goal === undefined ? '·'.padStart(width) : `+${goal}`.padStart(width)
  }
  const { rows, columns } = maps[w]
  const side = '#'.repeat(width)
  const wall = side.repeat(columns + 2)
  const lines = [wall]
  for (let row = 0; row < rows; row++) {
    const first = (row + border) * stride + border
    let line = side
    for (let column = 0; column < columns; column++) line += symbol(first + column)
    lines.push(line + side)
  }
  return [...lines, wall].join('\n')
}
