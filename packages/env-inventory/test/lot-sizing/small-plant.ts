/** A plant small enough to reckon by hand: `SMALL_PLANT`, `SMALL_FILE`, `fileOf`. */
import type { FileContent } from '@gauntlet/core'

/** Machine 1 makes items 1 and 3 (of 3 only as much as a setup loses), machine 2 items 2 and 3. */
export const SMALL_PLANT = {
  time_horizon: 8,
  n_items: 3,
  n_machines: 2,
  initial_setup: [1, 0],
  machine_production: [
    [9, 0, 2],
    [0, 7, 5],
  ],
  max_inventory_level: [20, 10, 4],
  initial_inventory: [10, 0, 4],
  holding_costs: [0.5, 0.25, 0.125],
  lost_sales_costs: [1, 4, 2],
  demand_distribution: { name: 'binomial', n: 4, p: 0.5 },
  setup_costs: [
    [3, 5, 4],
    [6, 2, 7],
  ],
  setup_loss: [
    [1, 1, 3],
    [1, 2, 1],
  ],
}

export const SMALL_FILE: FileContent = fileOf(JSON.stringify(SMALL_PLANT))

export function fileOf(text: string): FileContent {
  return { name: 'plant.json', bytes: new TextEncoder().encode(text) }
}
