/** What the group objectives are shown to do: the preset `study-groups`. */
import type { ConfiguredAlgorithm, PresetBlock } from '@gauntlet/core'

/** Sixteen draws of each of eight contexts; a table of logits. */
const TABLE = { worlds: 128, groupSize: 16, commonNoise: false, hidden: [], learningRate: 0.05 }

const SEVERAL_STEPS = ['grpo', 'dr-grpo', 'loop', 'lite-ppo', 'flow-grpo', 'bnpo', 'clip-cov', 'kl-cov']
const ONE_STEP = ['rloo', 'opmd', 'asymre', 'rec-one-side', 'rec-two-side', 'rec-ring']

const onTable = (ids: readonly string[]): ConfiguredAlgorithm[] =>
  ids.map((id) => ({ id, configuration: TABLE }))

/** 200 collections; and corridors, where only a whole trajectory is paid. */
export const GROUP_STUDY: readonly PresetBlock[] = [
  {
    settings: ['toy/contexts:eight-by-ten'],
    algorithms: [
      'random',
      ...onTable(SEVERAL_STEPS),
      // A minibatch is small: of its few decisions the default lets go none or one.
      { id: 'clip-cov', configuration: { ...TABLE, share: 0.3 } },
      ...onTable(ONE_STEP),
    ],
    seeds: 5,
    budget: 200 * TABLE.worlds,
  },
  {
    settings: ['toy/corridor:length-8', 'toy/corridor:length-16'],
    algorithms: ['random', 'reinforce', 'grpo', 'dr-grpo', 'flow-grpo', 'lite-ppo', 'loop', 'rloo', 'hpt'],
    seeds: 5,
    budget: 200_000,
  },
  // Chance does not find this end; an expert shows it.
  {
    settings: ['toy/corridor:length-32'],
    algorithms: ['random', 'grpo', 'rloo', 'hpt'],
    seeds: 5,
    budget: 60_000,
  },
]
