/** The named settings of `inventory/beer-game`: `beerGameSettings`. */
import type { Setting } from '@gauntlet/core'
import type { BeerGameParameters } from './beer-game.ts'
import { classicReferences } from './classic-references.ts'

type Settings = Readonly<Record<string, Setting<BeerGameParameters>>>

function settingOf(
  name: string,
  description: string,
  parameters: Partial<BeerGameParameters>,
  literature?: Setting['literature'],
): Settings {
  const references = classicReferences(`inventory/beer-game:${name}`, 'minimise')
  const evaluation = { episodes: 512, batch: 128, mode: 'greedy' } as const
  return { [name]: { description, parameters, references, evaluation, ...(literature && { literature }) } }
}

/** Its players order 4 units until week 4, as they are told to. */
const SOURCE = 'Sterman 1989, table 2'

/** Weeks of a game in Oroojlooyjadid et al. */
const WEEKS = 100

export const beerGameSettings: Settings = {
  ...settingOf('classic', 'The board game: 36 weeks, demand of 4 for four weeks and then of 8', {}, [
    { algorithm: 'teams of people (44 players)', score: 2028, source: SOURCE },
    { algorithm: 'anchoring and adjustment, best parameters', score: 204, source: SOURCE },
  ]),
  ...settingOf('classic-nodes', 'The board game, every stage for itself', { control: 'nodes' }),
  ...settingOf('uniform-2', `Demand of 0, 1 or 2 for ${WEEKS} weeks; the retailer alone pays for debts`, {
    demand: 'uniform',
    means: [1],
    horizon: WEEKS,
    holdingCosts: [2],
    underageCosts: [2, 0, 0, 0],
    stock: 0,
    flow: 0,
    orderLimit: 16,
  }),
  ...settingOf('uniform-8', `Demand of 0 to 8 for ${WEEKS} weeks`, {
    demand: 'uniform',
    means: [4],
    horizon: WEEKS,
    orderLimit: 8,
  }),
  ...settingOf(
    'normal',
    `Normal demand of mean 10 and deviation 2 for ${WEEKS} weeks, holding cheaper upstream`,
    {
      demand: 'normal',
      means: [10],
      deviations: [2],
      clip: true,
      horizon: WEEKS,
      holdingCosts: [1, 0.75, 0.5, 0.25],
      underageCosts: [10, 0, 0, 0],
      stock: 10,
      flow: 10,
    },
  ),
}
