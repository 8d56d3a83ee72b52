/** Scripted policies of steered environments: `steeredExperts`, `steeredExpert`. */
import { type ExpertSpec, type Policy, atan2 } from '@gauntlet/core'

export const steeredExperts: readonly ExpertSpec[] = [
  {
    name: 'gather',
    description: 'Turns each agent to the mean direction, or phase, of those it sees, as far as it can',
    seesHiddenState: false,
    source: 'by hand: u = angle of what is seen / omega_0',
  },
  {
    name: 'zero',
    description: 'Leaves agents to their model',
    seesHiddenState: false,
    source: 'the action 0',
  },
]

/** Fills [agents] of all worlds. */
export function steeredExpert(name: string, turn: number): Policy {
  return {
    begin() {},
    act({ observations }, actions) {
      for (let i = 0; i < actions.length; i++) {
        const angle = name === 'zero' ? 0 : atan2(observations[2 * i + 1], observations[2 * i])
        actions[i] = angle === 0 ? 0 : Math.max(-1, Math.min(1, angle / turn))
      }
    },
  }
}
