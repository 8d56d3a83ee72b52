/** The named settings of `inventory/joint-replenishment`: `jointReplenishmentSettings`. */
import type { Reference, Setting } from '@gauntlet/core'
import { classicReferences } from './classic-references.ts'
import type { JointReplenishmentParameters } from './joint-replenishment.ts'

type Settings = Readonly<Record<string, Setting<JointReplenishmentParameters>>>

function settingOf(
  name: string,
  description: string,
  parameters: Partial<JointReplenishmentParameters>,
  optimum?: Reference,
): Settings {
  const references = classicReferences(`inventory/joint-replenishment:${name}`, 'minimise', optimum)
  const evaluation = {
    parameters: { horizon: 1000, warmUp: 200 },
    episodes: 512,
    batch: 128,
    mode: 'greedy',
  } as const
  return { [name]: { description, parameters, references, evaluation } }
}

const EXACT = 'exact: value iteration over both positions, by item'

export const jointReplenishmentSettings: Settings = {
  ...settingOf(
    'two-alike',
    'Two items alike: Poisson demand of mean 5, costs 40 and 10 of ordering',
    {},
    {
      score: 39.652698 / 2,
      source: EXACT,
    },
  ),
  ...settingOf(
    'two-unlike',
    'A fast and a slow item, Poisson demand of means 8 and 2, costs 40, 5 and 20 of ordering, lead time 2',
    { means: [8, 2], minorCosts: [5, 20], leadTime: 2 },
    { score: 43.728362 / 2, source: EXACT },
  ),
  ...settingOf(
    'twelve',
    'Twelve items of Poisson demand from 2 to 4, minor costs from 10 to 80, major cost 150',
    {
      items: 12,
      means: [4, 3.5, 4, 4, 4, 2, 2, 2, 2.8, 2, 2, 2],
      minorCosts: [10, 10, 20, 20, 40, 20, 40, 40, 60, 60, 80, 80],
      majorCost: 150,
      holdingCosts: [0.6],
      underageCosts: [3],
      leadTime: 2,
      orderLimit: 20,
    },
  ),
}
