/** The named settings of `inventory/serial`: `serialSettings`. */
import type { Setting } from '@gauntlet/core'
import { nicPublished } from '../data/nic-published.ts'
import { referencesOf } from './references.ts'
import type { SerialParameters } from './serial.ts'

/** Four stages: the store's lead time, its underage cost, and the least cost by `serialOptimum`. */
const FOUR: readonly (readonly [leadTime: number, underageCost: number, cost: number])[] = [
  [1, 4, 6.8986],
  [1, 9, 8.3669],
  [1, 19, 9.608],
  [1, 39, 10.7009],
  [2, 4, 7.5984],
  [2, 9, 9.261],
  [2, 19, 10.6703],
  [2, 39, 11.913],
  [3, 4, 8.2059],
  [3, 9, 10.0367],
  [3, 19, 11.5919],
  [3, 39, 12.9648],
  [4, 4, 8.7525],
  [4, 9, 10.7339],
  [4, 19, 12.4201],
  [4, 39, 13.91],
]

/** Lead times and holding costs from the store up, and the least cost at an underage cost of 9, likewise. */
const CHAINS: readonly (readonly [
  leadTimes: readonly number[],
  holdingCosts: readonly number[],
  cost: number,
])[] = [
  [[4, 3, 2], [1, 0.5, 0.1], 9.8688],
  [[4, 3, 1, 4, 2], [1, 0.5, 0.25, 0.2, 0.1], 10.9865],
  [[4, 3, 3, 1, 4, 2], [1, 0.5, 0.3, 0.25, 0.2, 0.1], 11.7071],
  [[4, 3, 2, 3, 1, 4, 2], [1, 0.5, 0.4, 0.3, 0.25, 0.2, 0.1], 12.289],
]

/** The reference's serial systems. Source: Alvo et al. 2023, section 5 and the study of sample efficiency. */
export const serialSettings: Readonly<Record<string, Setting<SerialParameters>>> = Object.fromEntries([
  ...FOUR.map(([leadTime, underageCost, cost]) =>
    settingOf(
      `stages-4-${leadTime}-${underageCost}`,
      [leadTime, 3, 4, 2],
      [1, 0.5, 0.2, 0.1],
      underageCost,
      cost,
    ),
  ),
  ...CHAINS.map(([leadTimes, holdingCosts, cost]) =>
    settingOf(`stages-${leadTimes.length}`, leadTimes, holdingCosts, 9, cost),
  ),
])

function settingOf(
  name: string,
  leadTimes: readonly number[],
  holdingCosts: readonly number[],
  underageCost: number,
  cost: number,
): [string, Setting<SerialParameters>] {
  return [
    name,
    {
      description: `Lead times ${leadTimes.join(', ')} from the store up, underage cost ${underageCost}`,
      parameters: { leadTimes, holdingCosts, underageCost },
      references: referencesOf(`inventory/serial:${name}`, {
        score: cost,
        source: 'exact: Clark and Scarf 1960, echelon base stock',
      }),
      ...nicPublished(`inventory/serial:${name}`),
      evaluation: { parameters: { horizon: 1000, warmUp: 200 }, episodes: 512, batch: 128, mode: 'greedy' },
    },
  ]
}
