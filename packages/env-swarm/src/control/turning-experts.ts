/** Scripted policies of `swarm/vicsek` and `swarm/kuramoto`: `turningExperts`, `turningExpert`. */
import { type ExpertSpec, type Policy, atan2 } from '@gauntlet/core'
import type { TurningParameters } from './turning.ts'

export const turningExperts: readonly ExpertSpec[] = [
  { name: 'zero', description: 'Never turns of its own', seesHiddenState: false, source: 'the action 0' },
  {
    name: 'align',
    description: 'Turns to the mean direction of its neighbours, as far as it can',
    seesHiddenState: false,
    source: 'by hand, after Vicsek et al. 1995: u = angle of the seen sum / omega_0',
  },
]

/** Fills [agents] of all worlds. */
export function turningExpert(name: string, { turn, actions: kind }: TurningParameters): Policy {
  const discrete = kind === 'discrete'
  return {
    begin() {},
    act({ observations }, actions) {
      for (let i = 0; i < actions.length; i++) {
        const angle = name === 'zero' ? 0 : atan2(observations[2 * i], observations[2 * i + 1])
        const wanted = angle === 0 ? 0 : angle / turn
        const u = wanted < -1 ? -1 : wanted > 1 ? 1 : wanted
        actions[i] = discrete ? 1 + Math.round(u) : u
      }
    },
  }
}
