/** The fixed networks of Neural_inventory_control's settings with many warehouses: `NicWarehouses` and the two of them. */

/** Warehouses and the stores that they serve. Costs are per unit: of stock left in a period, and of what is bought. */
export interface NicWarehouses {
  /** [stores][warehouses]: periods from warehouse to store; 0 where the two are not connected. */
  readonly leadTimes: readonly (readonly number[])[]
  /** Periods from the outside source to every warehouse. */
  readonly warehouseLeadTime: number
  /** [warehouses]. */
  readonly holdingCosts: readonly number[]
  readonly edgeCosts: readonly number[]
}

/** many_warehouses_lost_demand: 10 stores, 2 warehouses. Source: commit 4d77c14, config_files/settings. */
export const nicTwoWarehouses: NicWarehouses = {
  leadTimes: [
    [0, 2],
    [0, 1],
    [6, 2],
    [6, 2],
    [6, 1],
    [0, 2],
    [6, 0],
    [5, 2],
    [6, 2],
    [0, 2],
  ],
  warehouseLeadTime: 3,
  holdingCosts: [0.3, 0.4],
  edgeCosts: [0.5, 1.5],
}

/**
 * many_warehouses_real_data_lost_demand: 21 stores, 3 warehouses. Source: as above, where the lead times of unconnected pairs
 * are numbers that nothing reads.
 */
export const nicThreeWarehouses: NicWarehouses = {
  leadTimes: [
    [6, 1, 5],
    [6, 1, 5],
    [6, 1, 5],
    [0, 1, 5],
    [6, 1, 4],
    [5, 0, 6],
    [5, 2, 5],
    [5, 2, 5],
    [5, 1, 5],
    [5, 2, 5],
    [5, 0, 5],
    [5, 0, 0],
    [5, 0, 5],
    [5, 0, 6],
    [0, 1, 5],
    [6, 1, 5],
    [6, 1, 5],
    [6, 1, 5],
    [6, 1, 5],
    [5, 1, 4],
    [5, 2, 5],
  ],
  warehouseLeadTime: 3,
  holdingCosts: [0.3, 0.4, 0.2],
  edgeCosts: [0.5, 1.5, 0.7],
}
