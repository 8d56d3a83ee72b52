/** What scenarios refuse: `requireStarts`, `requireReachable`. */
import { ParameterError } from '@gauntlet/core'
import type { GridMap } from './grid-map.ts'

/** Refuses starts that are no free cells of the map, or that two agents share. */
export function requireStarts(map: GridMap, starts: Int32Array): void {
  const taken = new Uint8Array(map.obstacles.length)
  starts.forEach((cell, a) => {
    requireFree(map, `starts[${a}]`, cell)
    if (taken[cell] === 1) throw new ParameterError(`starts[${a}]`, shown(map, cell), 'a cell of its own')
    taken[cell] = 1
  })
}

/** Refuses lists of goals that are empty or hold one that cannot be reached from every one of the starts. */
export function requireReachable(map: GridMap, starts: Int32Array, path: string, goals: Int32Array): void {
  if (goals.length === 0) throw new ParameterError(path, [], 'at least one cell')
  const { labels } = map.components
  const [first] = starts
  for (const start of starts) {
    if (labels[start] === labels[first]) continue
    const allowed = `starts in one component with ${shown(map, first)}, since every agent may get every goal`
    throw new ParameterError('starts', shown(map, start), allowed)
  }
  goals.forEach((cell, k) => {
    requireFree(map, `${path}[${k}]`, cell)
    if (labels[cell] === labels[first]) return
    throw new ParameterError(`${path}[${k}]`, shown(map, cell), `a cell that ${shown(map, first)} can reach`)
  })
}

function requireFree(map: GridMap, path: string, cell: number): void {
  if (map.obstacles[cell] === 0) return
  const given = map.obstacles[cell] === 1 ? `${shown(map, cell)}, blocked` : cell
  throw new ParameterError(path, given, `a free cell of the ${map.rows} x ${map.columns} map`)
}

function shown(map: GridMap, cell: number): string {
  return `row ${Math.floor(cell / map.columns)}, column ${cell % map.columns}`
}
