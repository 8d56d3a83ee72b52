/** The named settings of coupled restless bandits: `capacitySettings`, `schedulingSettings`, `routingSettings`, `interventionSettings`. */
import type { Reference, Setting } from '@gauntlet/core'
import type { CoupledParameters } from './coupled-environment.ts'
import { COUPLED_SCORES, type CoupledScores, MEASURED_EPISODES } from './coupled-scores.ts'
import type { InterventionParameters } from './interventions.ts'
import type { RoutingParameters } from './routing.ts'

type Settings<P extends CoupledParameters> = Readonly<Record<string, Setting<P>>>

function settings<P extends CoupledParameters>(
  environment: string,
  problems: Readonly<Record<string, readonly [description: string, parameters: Partial<P>]>>,
): Settings<P> {
  return Object.fromEntries(
    Object.entries(problems).map(([name, [description, parameters]]) => {
      const scores: CoupledScores | undefined = COUPLED_SCORES[`${environment}:${name}`]
      const references = { random: measured(scores, 'uniform'), best: bestOf(scores) }
      const evaluated = { startProbability: 0.2 } as Partial<P>
      const evaluation = { parameters: evaluated, episodes: 50, batch: 10, mode: 'sample' } as const
      return [name, { description, parameters, references, evaluation }]
    }),
  )
}

/** The problem of that name, and four more that are drawn alike. */
function instances<P extends CoupledParameters>(
  name: string,
  description: string,
  parameters: Partial<P>,
): Readonly<Record<string, readonly [description: string, parameters: Partial<P>]>> {
  const others = Array.from({ length: 4 }, (_, k) => k + 1).map((problemSeed) => [
    `${name}-${problemSeed}`,
    [`${description}; problem ${problemSeed}`, { ...parameters, problemSeed }],
  ])
  return { [name]: [description, parameters], ...Object.fromEntries(others) }
}

function measured(scores: CoupledScores | undefined, policy: string): Reference {
  return {
    score: scores?.[policy]?.score ?? Number.NaN,
    source: `measured: ${policy}, mean over ${MEASURED_EPISODES} episodes`,
    episodes: MEASURED_EPISODES,
  }
}

/** The bound where there is one, else the best of the scripted policies. */
function bestOf(scores: CoupledScores | undefined): Reference {
  if (scores?.bound !== undefined) {
    return {
      score: scores.bound.score,
      source:
        'upper bound: the fluid linear programme, in which a mixture of feasible subsets is chosen in every step',
    }
  }
  const names = Object.keys(scores ?? {})
  return measured(
    scores,
    names.reduce((best, name) => (scores![name].score > scores![best].score ? name : best), 'uniform'),
  )
}

export const capacitySettings: Settings<CoupledParameters> = settings('bandits/capacity', {
  ...instances('j20-b5', '20 arms, 5 workers', {}),
  'j40-b10': ['40 arms, 10 workers: HiGHS rather than a table', { arms: 40, budget: 10 }],
})

export const schedulingSettings: Settings<CoupledParameters> = settings('bandits/scheduling', {
  ...instances('j20-b5', '20 arms, 5 workers', {}),
  'j40-b10': ['40 arms, 10 workers: HiGHS rather than a table', { arms: 40, budget: 10 }],
})

export const routingSettings: Settings<RoutingParameters> = settings<RoutingParameters>('bandits/routing', {
  ...instances('tube20-b5', '20 stations of the London Underground, trips of 10 edges, 5 pulls', {}),
  'random20-b5': ['A random network of 20 nodes, trips of 10 edges, 5 pulls', { network: 'random' }],
})

export const interventionSettings: Settings<InterventionParameters> = settings<InterventionParameters>(
  'bandits/interventions',
  {
    ...instances('j20-n10-b5', '20 arms, 5 of 10 interventions', {}),
    'j32-n16-b8': ['32 arms, 8 of 16 interventions', { arms: 32, interventions: 16, budget: 8 }],
  },
)
