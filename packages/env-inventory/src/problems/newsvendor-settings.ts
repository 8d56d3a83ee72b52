/** The named settings of `inventory/newsvendor`: `newsvendorSettings`. */
import type { Setting } from '@gauntlet/core'
import { classicReferences } from './classic-references.ts'
import type { NewsvendorParameters } from './newsvendor.ts'

type Settings = Readonly<Record<string, Setting<NewsvendorParameters>>>

/** Of single orders many are needed for a mean. */
const EVALUATION: Setting<NewsvendorParameters>['evaluation'] = {
  episodes: 65_536,
  batch: 1024,
  mode: 'greedy',
}

function settingOf(
  name: string,
  description: string,
  parameters: Partial<NewsvendorParameters>,
  optimum: number,
): Settings {
  const direction = parameters.price === 0 ? 'minimise' : 'maximise'
  const source = 'exact: the critical fractile'
  const references = classicReferences(`inventory/newsvendor:${name}`, direction, { score: optimum, source })
  return { [name]: { description, parameters, references, evaluation: EVALUATION } }
}

/** Optima are those of `solveNewsvendor`, per order. */
export const newsvendorSettings: Settings = {
  ...settingOf(
    'normal',
    'Normal demand of mean 100 and deviation 20, bought at 5 and sold at 12',
    { demand: 'normal', means: [100], deviations: [20], clip: true, unitCost: 5, price: 12 },
    606.3504,
  ),
  ...settingOf(
    'poisson',
    'Poisson demand of mean 10, cost 1 of a unit left and 9 of a unit short, whole orders',
    {
      demand: 'poisson',
      means: [10],
      unitCost: 0,
      price: 0,
      holdingCost: 1,
      underageCost: 9,
      orders: 'whole',
    },
    5.869372,
  ),
  ...settingOf(
    'high-margin',
    'Uniform demand from 0 to 300, bought at 3 and sold at 12 (Schweitzer and Cachon 2000, high profit)',
    { demand: 'uniform', means: [150], unitCost: 3, price: 12, orders: 'whole' },
    1011.379,
  ),
  ...settingOf(
    'low-margin',
    'Uniform demand from 0 to 300, bought at 9 and sold at 12 (Schweitzer and Cachon 2000, low profit)',
    { demand: 'uniform', means: [150], unitCost: 9, price: 12, orders: 'whole' },
    111.3787,
  ),
}
