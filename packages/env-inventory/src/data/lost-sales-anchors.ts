/**
 * Known optima of one store with lost sales: `lostSalesAnchors`.
 */
import { type DiscreteDistribution, geometric, poisson } from '../solvers/discrete.ts'
import type { CappedBaseStock } from '../solvers/lost-sales-policies.ts'
import type { LevelAndCost } from '../solvers/newsvendor.ts'

/** One of Zipkin's instances; costs are averages per period, rounded to 6 decimals. */
export interface LostSalesAnchor {
  readonly demand: 'poisson' | 'geometric'
  readonly leadTime: number
  readonly underageCost: number
  readonly cost: number
  readonly baseStock: LevelAndCost
  readonly cappedBaseStock: CappedBaseStock
}

/** The demand of all instances has this mean, and a unit costs 1 per period to hold. */
const MEAN = 5

/** Demand, L, p, least cost; best base stock's level and cost; best capped base stock's level, cap and cost. */
const ROWS: readonly (readonly [LostSalesAnchor['demand'], ...number[]])[] = [
  ['poisson', 1, 4, 4.040711, 12, 4.162803, 12, 6, 4.065419],
  ['poisson', 1, 9, 5.438219, 13, 5.547472, 14, 6, 5.481227],
  ['poisson', 1, 19, 6.675744, 15, 6.727785, 15, 8, 6.687749],
  ['poisson', 1, 39, 7.835949, 16, 7.862647, 16, 9, 7.842475],
  ['poisson', 2, 4, 4.395295, 16, 4.638644, 17, 5, 4.405732],
  ['poisson', 2, 9, 6.093642, 19, 6.316261, 19, 6, 6.119093],
  ['poisson', 2, 19, 7.664416, 21, 7.842174, 21, 7, 7.720861],
  ['poisson', 2, 39, 9.10638, 22, 9.190278, 22, 8, 9.132584],
  ['poisson', 3, 4, 4.598719, 20, 4.974996, 21, 5, 4.63077],
  ['poisson', 3, 9, 6.531371, 23, 6.864027, 24, 6, 6.61644],
  ['poisson', 3, 19, 8.36251, 26, 8.604489, 26, 6, 8.40104],
  ['poisson', 3, 39, 10.038478, 28, 10.217627, 28, 7, 10.085258],
  ['poisson', 4, 4, 4.728526, 25, 5.197769, 26, 5, 4.79785],
  ['poisson', 4, 9, 6.835942, 28, 7.270933, 29, 5, 6.912279],
  ['poisson', 4, 19, 8.887178, 31, 9.231933, 31, 6, 8.954383],
  ['poisson', 4, 39, 10.794412, 33, 11.062288, 34, 6, 10.892605],
  ['geometric', 1, 4, 9.817486, 12, 10.0418, 13, 5, 9.871236],
  ['geometric', 1, 9, 14.508171, 17, 14.727332, 18, 8, 14.582608],
  ['geometric', 1, 19, 19.217903, 22, 19.402597, 22, 13, 19.312412],
  ['geometric', 1, 39, 23.865686, 27, 24.006637, 27, 16, 23.947224],
  ['geometric', 2, 4, 10.240212, 15, 10.704982, 17, 4, 10.321502],
  ['geometric', 2, 9, 15.502894, 22, 15.988173, 23, 6, 15.641017],
  ['geometric', 2, 19, 20.890555, 28, 21.308146, 28, 9, 21.066536],
  ['geometric', 2, 39, 26.213769, 34, 26.553505, 34, 12, 26.388068],
  ['geometric', 3, 4, 10.46671, 18, 11.133727, 21, 4, 10.523661],
  ['geometric', 3, 9, 16.136741, 26, 16.871665, 27, 6, 16.295559],
  ['geometric', 3, 19, 22.064538, 33, 22.725765, 34, 8, 22.291544],
  ['geometric', 3, 39, 27.963538, 40, 28.51088, 40, 10, 28.22002],
  ['geometric', 4, 4, 10.606501, 21, 11.438278, 25, 4, 10.688635],
  ['geometric', 4, 9, 16.57737, 30, 17.542785, 32, 5, 16.726763],
  ['geometric', 4, 19, 22.953003, 38, 23.849484, 39, 7, 23.208417],
  ['geometric', 4, 39, 29.355932, 45, 30.107839, 46, 9, 29.670163],
]

/**
 * The 32 instances of Zipkin 2008, Old and new methods for lost-sales inventory systems (mean demand 5, h = 1, L = 1
 * to 4, p = 4, 9, 19, 39), which Neural_inventory_control's one_store_lost takes over for Poisson demand.
 *
 * The numbers are those of `lostSalesOptimum`, `bestBaseStock` and `bestCappedBaseStock`, which need seconds for the largest.
 */
export const lostSalesAnchors: readonly LostSalesAnchor[] = ROWS.map(
  ([demand, leadTime, underageCost, cost, level, levelCost, cappedLevel, cap, cappedCost]) => ({
    demand,
    leadTime,
    underageCost,
    cost,
    baseStock: { level, cost: levelCost },
    cappedBaseStock: { level: cappedLevel, cap, cost: cappedCost },
  }),
)

/** The demand of an anchor. */
export function anchorDemand({ demand }: LostSalesAnchor): DiscreteDistribution {
  return demand === 'poisson' ? poisson(MEAN) : geometric(MEAN)
}
