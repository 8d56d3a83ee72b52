/** Grid worlds as planners see them: `plannedGrid`. */
import type { GridMap } from '../grid-map.ts'
import type { GridWorlds } from '../worlds.ts'
import { walking } from './motion.ts'
import type { PlannedWorlds } from './plan-policy.ts'

/** Agents of `worlds` walk; cells of a frame become cells of its map. */
export function plannedGrid(worlds: GridWorlds): PlannedWorlds {
  const { agents, positions, goals, active } = worlds
  const cellOf = (i: number, frameCell: number): number =>
    mapCell(worlds, worlds.maps[Math.floor(i / agents)], frameCell)
  return {
    batch: worlds.batch,
    agents,
    motionOf: walking,
    mapOf: (w) => worlds.maps[w],
    stateOf: (i) => (active[i] === 1 ? cellOf(i, positions[i]) : -1),
    goalOf: (i) => cellOf(i, goals[i]),
  }
}

function mapCell({ rowOf, columnOf, border }: GridWorlds, { columns }: GridMap, cell: number): number {
  return (rowOf[cell] - border) * columns + columnOf[cell] - border
}
