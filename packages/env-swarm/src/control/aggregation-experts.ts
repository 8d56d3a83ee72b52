/** Scripted policies of `swarm/aggregation`: `aggregationExperts`, `aggregationExpert`. */
import type { ExpertSpec, Policy } from '@gauntlet/core'
import type { AggregationParameters } from './aggregation.ts'

export const aggregationExperts: readonly ExpertSpec[] = [
  { name: 'zero', description: 'Never moves of its own', seesHiddenState: false, source: 'the action 0' },
  {
    name: 'to-centre',
    description: 'Goes to the centre of the box, by what it sees of its own position',
    seesHiddenState: false,
    source: 'by hand: u = -y / v, at most of length 1',
  },
]

/** Fills [agents, 2] of all worlds. */
export function aggregationExpert(name: string, { speed }: AggregationParameters): Policy {
  return {
    begin() {},
    act({ observations }, actions) {
      if (name === 'zero') {
        actions.fill(0)
        return
      }
      for (let k = 0; k < actions.length; k += 2) {
        const [x, y] = [-observations[k] / speed, -observations[k + 1] / speed]
        const share = 1 / Math.max(1, Math.sqrt(x * x + y * y))
        actions[k] = x * share
        actions[k + 1] = y * share
      }
    },
  }
}
