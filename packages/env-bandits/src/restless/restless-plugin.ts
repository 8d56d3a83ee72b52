/** What restless arms and channels add to the matrix: `environments`, `algorithms`, `presets`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type ExpertSpec,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { channelAccess } from './channel-access.ts'
import { CHANNEL_EXPERTS } from './channel-experts.ts'
import { RESTLESS_EXPERTS } from './restless-experts.ts'
import { restless } from './restless.ts'

export const environments: readonly EnvironmentDefinition[] = [restless, channelAccess]

const hasExpert = (experts: readonly ExpertSpec[], name: string): boolean =>
  experts.some((expert) => expert.name === name)

export const algorithms: readonly AlgorithmDefinition[] = RESTLESS_EXPERTS.map(
  ({ name, description, source }) =>
    expertAlgorithm({
      id: `bandits/${name}`,
      version: 1,
      family: 'restless bandit',
      summary: `${description[0].toUpperCase()}${description.slice(1)}`,
      source,
      expert: name,
      environments: [restless.id, ...(hasExpert(CHANNEL_EXPERTS, name) ? [channelAccess.id] : [])],
    }),
)

const ids: readonly string[] = ['random', ...algorithms.map(({ id }) => id)]

const block = (settings: readonly string[], seeds: number): PresetBlock[] => [
  { settings, algorithms: ids, seeds, budget: 0 },
]

const everywhere: readonly string[] = environments.map(({ id }) => `${id}:*`)

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: block(['bandits/restless:whittle-gap'], 2),
  standard: block(['bandits/restless:six-arms-2-h20', 'bandits/channel-access:three-unlike'], 3),
  full: block(everywhere, 30),
}
