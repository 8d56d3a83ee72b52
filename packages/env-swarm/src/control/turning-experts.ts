/** Scripted policies of `swarm/vicsek` and `swarm/kuramoto`: `turningExperts`, `turningExpert`, `turnTo`. */
import { type ActionArray, type ExpertSpec, type Policy, atan2 } from '@gauntlet/core'
import type { TurnerParameters } from './turning-parameters.ts'

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
export function turningExpert(name: string, parameters: TurnerParameters): Policy {
  const still = parameters.actions === 'discrete' ? 1 : 0
  return {
    begin() {},
    act({ observations }, actions) {
      if (name === 'zero') actions.fill(still)
      else turnTo(observations, 0, 2, 1, parameters, actions, 0, actions.length)
    },
  }
}

/**
 * Writes the actions from `from` to `to - 1` that turn agents to the directions that they see, or with `sign` -1 to the opposite
 * ones, as far as they can; who sees none does not turn.
 *
 * Shapes: `seen` [rows, width], sine and cosine of row i at `width * i + offset`; `actions` [rows].
 */
export function turnTo(
  seen: Float32Array,
  offset: number,
  width: number,
  sign: 1 | -1,
  { turn, actions: kind }: TurnerParameters,
  actions: ActionArray,
  from: number,
  to: number,
): void {
  const discrete = kind === 'discrete'
  for (let i = from; i < to; i++) {
    const sine = seen[width * i + offset]
    const cosine = seen[width * i + offset + 1]
    const angle = sine === 0 && cosine === 0 ? 0 : atan2(sign * sine, sign * cosine)
    const wanted = angle === 0 ? 0 : angle / turn
    const u = wanted < -1 ? -1 : wanted > 1 ? 1 : wanted
    actions[i] = discrete ? 1 + Math.round(u) : u
  }
}
