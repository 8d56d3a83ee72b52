/** The scripted policy `shortest-path`: `shortestPathPolicy`. */
import { type ActionArray, GauntletError, type Policy, type View } from '@gauntlet/core'
import { DistanceTables } from '../distance-tables.ts'
import type { GridWorlds } from '../worlds.ts'

/**
 * Every agent follows a shortest path to its goal as if it were alone: the first of up, down, left and right that
 * brings it nearer. It never waits of its own accord, whoever stands in the way, and draws nothing.
 */
export function shortestPathPolicy(worlds: GridWorlds): Policy {
  let tables: DistanceTables[] = []
  return {
    begin() {
      tables = Array.from({ length: worlds.batch }, (_, w) => new DistanceTables(worlds, w))
    },
    act(view: View, actions: ActionArray) {
      if (tables.length < view.batch) throw new GauntletError('order', 'shortest-path: act before begin')
      for (let w = 0; w < view.batch; w++) {
        tables[w].refresh()
        descend(worlds, w, tables[w], actions)
      }
    },
  }
}

/** Steps down the distances. A goal is left to an agent only where it is given the cell on which it stands. */
function descend(worlds: GridWorlds, w: number, tables: DistanceTables, actions: ActionArray): void {
  const { agents, positions, offsets } = worlds
  const { distances } = tables
  for (let a = 0; a < agents; a++) {
    const cell = positions[w * agents + a]
    const table = tables.offsets[a]
    const distance = distances[table + cell]
    let action = distance === 0 ? 0 : 1
    while (action > 0 && action < 5 && distances[table + cell + offsets[action]] >= distance) action++
    actions[w * agents + a] = action < 5 ? action : 0
  }
}
