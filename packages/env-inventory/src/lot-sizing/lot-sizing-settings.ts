/** The named settings of `inventory/lot-sizing`: `lotSizingSettings`. */
import type { PublishedResult, Reference, Setting } from '@gauntlet/core'
import type { LotSizingParameters } from './lot-sizing.ts'
import { type MeasuredPlant, type MeasuredPolicy, LOT_SIZING_SCORES } from './measured-scores.ts'
import type { PublishedProblem } from './published-problems.ts'

const PLANTS: readonly PublishedProblem[] = ['15x5', '20x10', '25x10', '25x15', '30x10', '30x15']

/** Cost of PDPPO and PPO at their best, where it is known. */
const PUBLISHED: Partial<Record<PublishedProblem, readonly [pdppo: number, ppo: number]>> = {
  '15x5': [2687.8, 2991.1],
  '20x10': [4256.8, 5419.4],
  '25x10': [7347.8, 9257.6],
  '25x15': [6362.6, 9369.7],
}

/** A generated plant on which learners are told apart in minutes. */
const SMALL = { problem: 'generated', items: 4, machines: 2 } as const

/** Every plant as it should be, and, with `-published`, as the published simulator has it. */
export const lotSizingSettings: Readonly<Record<string, Setting<LotSizingParameters>>> = Object.fromEntries([
  ['4x2', setting('4x2', 'A generated plant of 4 items and 2 machines', SMALL)],
  ...PLANTS.flatMap((problem) => {
    const [items, machines] = problem.split('x')
    const description = `PDPPO’s plant of ${items} items and ${machines} machines`
    const flawed = `${description}, with the published simulator’s defects`
    return [
      [problem, setting(problem, description, { problem })],
      [
        `${problem}-published`,
        {
          ...setting(`${problem}-published`, flawed, { problem, published: true }),
          literature: literatureOf(problem),
        },
      ],
    ]
  }),
])

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

function literatureOf(problem: PublishedProblem): readonly PublishedResult[] {
  return (PUBLISHED[problem] ?? []).map((score, k) => ({
    algorithm: ['PDPPO', 'PPO'][k],
    score,
    seeds: 1,
    source: 'arXiv 2504.05150: logs of leokan92/pdppo, run 1, best mean of 40 training episodes',
  }))
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
