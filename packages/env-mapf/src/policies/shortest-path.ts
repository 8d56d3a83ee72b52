/** The scripted policies `shortest-path` and `shortest-path-waiting`. */
import { type ActionArray, GauntletError, type Policy, type View } from '@gauntlet/core'
import { DistanceTables } from '../distance-tables.ts'
import type { GridWorlds } from '../worlds.ts'

/**
 * Every agent follows a shortest path to its goal as if it were alone: the first of up, down, left and right that
 * brings it nearer. It never waits of its own accord, whoever stands in the way, and draws nothing.
 */
export function shortestPathPolicy(worlds: GridWorlds): Policy {
  return descending(worlds, false)
}

/**
 * Every agent takes the first of up, down, left and right that brings it nearer to its goal and where nobody stands
 * now; it waits where there is none. Draws nothing.
 */
export function shortestPathWaitingPolicy(worlds: GridWorlds): Policy {
  return descending(worlds, true)
}

function descending(worlds: GridWorlds, waits: boolean): Policy {
  let tables: DistanceTables | undefined
  return {
    begin() {
      tables ??= new DistanceTables(worlds)
    },
    act(view: View, actions: ActionArray) {
      if (tables === undefined) throw new GauntletError('order', 'shortest-path: act before begin')
      for (let w = 0; w < view.batch; w++) {
        tables.open(w)
        descend(worlds, w, tables, waits, actions)
      }
    },
  }
}

function descend(
  worlds: GridWorlds,
  w: number,
  tables: DistanceTables,
  waits: boolean,
  actions: ActionArray,
): void {
  const { active, agents, cells, goals, occupants, offsets, positions } = worlds
  for (let i = w * agents; i < (w + 1) * agents; i++) {
    actions[i] = 0
    if (active[i] === 0 || positions[i] === goals[i]) continue
    const towards = tables.towards(goals[i], positions[i])
    for (let action = 1; action < offsets.length && actions[i] === 0; action++) {
      const taken = waits && occupants[w * cells + positions[i] + offsets[action]] !== 0
      if (((towards >> action) & 1) === 1 && !taken) actions[i] = action
    }
  }
}
