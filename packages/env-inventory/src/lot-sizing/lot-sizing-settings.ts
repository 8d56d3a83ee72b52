/** The named settings of `inventory/lot-sizing`: `lotSizingSettings`. */
import type { Reference, Setting } from '@gauntlet/core'
import type { LotSizingParameters } from './lot-sizing.ts'
import { type MeasuredPlant, type MeasuredPolicy, LOT_SIZING_SCORES } from './measured-scores.ts'

/** The plants: six of the published sizes, of which those of 30 items are drawn by the published recipe. */
const PLANTS: Readonly<Record<string, readonly [string, Partial<LotSizingParameters>]>> = {
  '15x5': ['PDPPO’s plant of 15 items and 5 machines', { problem: '15x5' }],
  '20x10': ['PDPPO’s plant of 20 items and 10 machines', { problem: '20x10' }],
  '25x10': ['PDPPO’s plant of 25 items and 10 machines', { problem: '25x10' }],
  '25x15': ['PDPPO’s plant of 25 items and 15 machines', { problem: '25x15' }],
  '30x10': [
    'A plant of 30 items and 10 machines by PDPPO’s recipe',
    { problem: 'generated', items: 30, machines: 10 },
  ],
  '30x15': [
    'A plant of 30 items and 15 machines by PDPPO’s recipe',
    { problem: 'generated', items: 30, machines: 15 },
  ],
}

/** Every plant as it should be, and, with `-published`, as the published simulator has it. */
export const lotSizingSettings: Readonly<Record<string, Setting<LotSizingParameters>>> = Object.fromEntries(
  Object.entries(PLANTS).flatMap(([name, [description, parameters]]) => [
    [name, setting(name, description, parameters)],
    [
      `${name}-published`,
      setting(`${name}-published`, `${description}, with the published simulator’s defects`, {
        ...parameters,
        published: true,
      }),
    ],
  ]),
)

function setting(
  name: string,
  description: string,
  parameters: Partial<LotSizingParameters>,
): Setting<LotSizingParameters> {
  const scores = LOT_SIZING_SCORES[name]
  const best = bestOf(scores)
  return {
    description,
    parameters,
    references: { random: measured(scores, 'random'), best: measured(scores, best) },
    evaluation: { episodes: 100, batch: 10, mode: 'sample' },
  }
}

/** The policy of least cost. */
function bestOf(scores: MeasuredPlant): MeasuredPolicy {
  const names = Object.keys(scores) as MeasuredPolicy[]
  return names.reduce((best, name) => (scores[name].cost < scores[best].cost ? name : best))
}

function measured(scores: MeasuredPlant, policy: MeasuredPolicy): Reference {
  const { cost, episodes } = scores[policy]
  return { score: cost, source: `measured: ${policy}, mean over ${episodes} episodes`, episodes }
}
