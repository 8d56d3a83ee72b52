/** Scripted policies of `swarm/aggregation`: `aggregationExperts`, `aggregationExpert`. */
import type { ExpertSpec, Policy } from '@gauntlet/core'
import type { AggregationParameters } from './aggregation.ts'

export const aggregationExperts: readonly ExpertSpec[] = [
  {
    name: 'ease-to-centre',
    description:
      'Goes a quarter of the way to the centre in each step, by what it sees, and so follows its noise less',
    seesHiddenState: false,
    source: 'by hand: u = -y / (4 v), at most of length 1; the quarter by a search among 0.15 to 1',
  },
  {
    name: 'to-centre',
    description: 'Goes to the centre of the box, by what it sees of its own position',
    seesHiddenState: false,
    source: 'by hand: u = -y / v, at most of length 1',
  },
  { name: 'zero', description: 'Never moves of its own', seesHiddenState: false, source: 'the action 0' },
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
      const gain = (name === 'ease-to-centre' ? 0.25 : 1) / speed
      for (let k = 0; k < actions.length; k += 2) {
        const x = -gain * observations[k]
        const y = -gain * observations[k + 1]
        const share = 1 / Math.max(1, Math.sqrt(x * x + y * y))
        actions[k] = x * share
        actions[k + 1] = y * share
      }
    },
  }
}
