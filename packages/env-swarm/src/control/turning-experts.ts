/** Scripted policies of `swarm/vicsek` and `swarm/kuramoto`: `turningExperts`, `turningExpert`, `turnTo`, `asAction`. */
import { type ExpertSpec, type Policy, atan2 } from '@gauntlet/core'
import type { TurnerParameters } from './turning-parameters.ts'

export const turningExperts: readonly ExpertSpec[] = [
  {
    name: 'align',
    description: 'Turns to the mean direction of its neighbours, as far as it can',
    seesHiddenState: false,
    source: 'by hand, after Vicsek et al. 1995: u = angle of the seen sum / omega_0',
  },
  { name: 'zero', description: 'Never turns of its own', seesHiddenState: false, source: 'the action 0' },
]

/** Fills [agents] of all worlds. */
export function turningExpert(name: string, { turn, actions: kind }: TurnerParameters): Policy {
  const first = kind === 'discrete' ? -1 : 0
  return {
    begin() {},
    act({ observations }, actions) {
      for (let i = 0; i < actions.length; i++) {
        const u = name === 'zero' ? 0 : turnTo(observations[2 * i], observations[2 * i + 1], turn)
        actions[i] = asAction(u, first)
      }
    },
  }
}

/** The u in [-1, 1] that turns an agent to a direction, as far as it can; 0 where that is none. `turn` is omega_0. */
export function turnTo(sine: number, cosine: number, turn: number): number {
  // Common, for agents that see nobody; and atan2 has it apart, where its result needs memory.
  if (sine === 0 && cosine >= 0) return 0
  const wanted = atan2(sine, cosine) / turn
  return wanted < -1 ? -1 : wanted > 1 ? 1 : wanted
}

/** The action that is the turn u, or the one nearest to it; the first one is `first`, of a box 0. */
export function asAction(u: number, first: -1 | 0): number {
  return first === 0 ? u : Math.round(u) - first
}
