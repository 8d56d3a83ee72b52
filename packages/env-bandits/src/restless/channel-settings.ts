/** The instances on which channel access is compared: `channelSettings`. */
import type { Setting } from '@gauntlet/core'
import type { ChannelAccessParameters } from './channel-access.ts'

const EXACT =
  'exact: dynamic programming over the beliefs of all channels, told apart for as long as it matters'
const BOUND = 'upper bound: the Lagrangian relaxation without horizon'

function setting(
  description: string,
  parameters: Partial<ChannelAccessParameters>,
  random: number,
  best: number,
  source: string = EXACT,
): Setting<ChannelAccessParameters> {
  return {
    description,
    parameters,
    references: {
      random: { score: random, source: 'exact: steps x mean of what channels pay in the long run' },
      best: { score: best, source },
    },
    evaluation: { episodes: 400, batch: 100, mode: 'greedy' },
  }
}

export const channelSettings: Readonly<Record<string, Setting<ChannelAccessParameters>>> = {
  'two-alike': setting(
    'Two equal channels that stay as they are',
    { afterBad: [0.2, 0.2], afterGood: [0.8, 0.8] },
    50.0,
    64.85,
  ),
  'two-swinging': setting(
    'Two equal channels that change more often than not',
    { afterBad: [0.7, 0.7], afterGood: [0.2, 0.2] },
    46.666666667,
    58.9867,
  ),
  'three-alike': setting(
    'Three equal channels that stay as they are',
    { afterBad: [0.2, 0.2, 0.2], afterGood: [0.7, 0.7, 0.7] },
    40.0,
    55.329,
  ),
  'three-unlike': setting(
    'Three channels of different memory and bandwidth',
    { afterBad: [0.1, 0.4, 0.6], afterGood: [0.7, 0.6, 0.3], bandwidths: [1.2, 0.8, 1] },
    38.717948718,
    51.7905,
  ),
  'ten-unlike-3': setting(
    'Ten channels of different memory and bandwidth, of which three are used',
    {
      afterBad: [0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.1, 0.2, 0.5, 0.3],
      afterGood: [0.9, 0.95, 0.8, 0.7, 0.6, 0.3, 0.7, 0.6, 0.2, 0.9],
      bandwidths: [1.5, 1, 1.2, 1, 0.9, 1, 1.4, 1.1, 1.3, 0.8],
      budget: 3,
      discount: 0.95,
      score: 'discounted_reward',
    },
    29.791797063,
    46.5249,
    BOUND,
  ),
}
