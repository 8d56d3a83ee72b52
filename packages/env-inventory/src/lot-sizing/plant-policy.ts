/** Policies that look at one plant at a time: `plantPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { Plant } from './plant.ts'

/** Writes the actions [M] of plant `w` at `actions` [from] to [from + M - 1]. */
export type PlantRule = (w: number, actions: Int32Array, from: number) => void

/** A policy that draws nothing and remembers nothing. */
export function plantPolicy(plant: Plant, rule: PlantRule): Policy {
  return {
    begin() {},
    act(view, actions) {
      const { machines } = plant.problem
      for (let w = 0; w < view.batch; w++) rule(w, actions as Int32Array, w * machines)
    },
  }
}
