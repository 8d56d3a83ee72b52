/** The scripted policies of `bandits/channel-access`: `CHANNEL_EXPERTS`, `channelExpert`. */
import { type ExpertSpec, type Policy, perWorld } from '@gauntlet/core'
import type { ChannelProblem } from './channel-access.ts'
import { type Channel, channelIndex } from './channel-index.ts'

/** They see the beliefs, as everybody does, and know the channels. */
export const CHANNEL_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'whittle',
    description: 'the channels of highest Whittle index are used',
    seesHiddenState: false,
    source: 'Liu and Zhao 2010, IEEE Transactions on Information Theory 56(11), theorem 2',
  },
  {
    name: 'myopic',
    description: 'the channels are used that are expected to pay most now',
    seesHiddenState: false,
    source: 'Zhao, Krishnamachari and Liu 2008, IEEE Transactions on Wireless Communications 7(12)',
  },
]

/** A fresh expert. */
export function channelExpert(
  name: string,
  problem: ChannelProblem,
  worlds: { readonly beliefs: Float64Array },
): Policy {
  if (name === 'myopic') return byIndex(problem, worlds, (_, belief) => belief)
  const { discount } = problem
  return byIndex(problem, worlds, (channel, belief) => channelIndex(channel, belief, discount))
}

/** Scores every channel by bandwidth × the index of its belief. */
function byIndex(
  { channels, afterBad, afterGood, bandwidths, set }: ChannelProblem,
  { beliefs }: { readonly beliefs: Float64Array },
  indexOf: (channel: Channel, belief: number) => number,
): Policy {
  const models = afterBad.map((p01, i) => ({ p01, p11: afterGood[i] }))
  const scores = new Float64Array(channels)
  return perWorld((w, actions) => {
    for (let i = 0; i < channels; i++) {
      scores[i] = bandwidths[i] * indexOf(models[i], beliefs[w * channels + i])
    }
    set.choose(scores, 0, actions as Uint8Array, w * channels)
  })
}
