/** Scripted policies of `swarm/minority`: `minorityExperts`, `minorityExpert`. */
import type { ExpertSpec, Policy, View } from '@gauntlet/core'
import { asAction, turnTo } from '../control/turning-experts.ts'
import { AttackView } from './attack-view.ts'
import type { MinorityParameters } from './minority.ts'

/** What the attacker’s agents do; in the game of two sides the majority aligns. */
export const minorityExperts: readonly ExpertSpec[] = [
  {
    name: 'zero',
    description: 'Attackers never turn of their own',
    seesHiddenState: false,
    source: 'the action 0',
  },
  {
    name: 'zealot',
    description: 'Attackers keep the headings with which they began, against noise',
    seesHiddenState: true,
    source: 'by hand, after zealots that never change their opinion (Mobilia 2003)',
  },
  {
    name: 'spinner',
    description: 'Attackers turn as hard as they can, always to the left',
    seesHiddenState: false,
    source: 'by hand: u = 1',
  },
  {
    name: 'align',
    description: 'Attackers cooperate: they turn to the mean direction of their neighbours',
    seesHiddenState: false,
    source: 'the expert align of swarm/vicsek',
  },
  {
    name: 'against',
    description: 'Attackers turn away from the mean direction of the majority near them',
    seesHiddenState: false,
    source: 'by hand: u = angle of the opposite of the seen sum / omega_0',
  },
]

/** Fills [agents] of all worlds. */
export function minorityExpert(name: string, parameters: MinorityParameters): Policy {
  const { agents, minority, turn } = parameters
  const victims = parameters.majority === 'policy' ? agents - minority : 0
  const first = parameters.actions === 'discrete' ? -1 : 0
  const width = 3 + AttackView.width(parameters)
  const zealots = new Zealots(parameters)
  const attack = (view: View, w: number, k: number, row: number): number => {
    const { observations } = view
    if (name === 'align') return turnTo(observations[row], observations[row + 1], turn)
    if (name === 'against') return turnTo(-observations[row + 3], -observations[row + 4], turn)
    if (name === 'zealot') return zealots.turn(view, w, k)
    return name === 'spinner' ? 1 : 0
  }
  return {
    begin({ batch }) {
      zealots.begin(batch)
    },
    act(view, actions) {
      const { observations, batch, ended } = view
      for (let w = 0; w < batch; w++) {
        if (ended[w] === 1) zealots.forget(w)
        for (let a = 0; a < victims + minority; a++) {
          const i = w * (victims + minority) + a
          const row = width * i
          const u =
            a < victims
              ? turnTo(observations[row], observations[row + 1], turn)
              : attack(view, w, a - victims, row)
          actions[i] = asAction(u, first)
        }
      }
    },
    forget(w) {
      zealots.forget(w)
    },
  }
}

/** Remembers how attackers headed when their episodes began. */
class Zealots {
  private readonly parameters: MinorityParameters
  /** [batch, minority, 2]: cosine and sine of those headings, NaN until they are seen */
  private homes: Float64Array = new Float64Array(0)

  constructor(parameters: MinorityParameters) {
    this.parameters = parameters
  }

  begin(batch: number): void {
    this.homes = new Float64Array(2 * batch * this.parameters.minority).fill(NaN)
  }

  forget(w: number): void {
    const { minority } = this.parameters
    this.homes.fill(NaN, 2 * w * minority, 2 * (w + 1) * minority)
  }

  /** The u that turns attacker `k` of world `w` back. */
  turn({ state }: View, w: number, k: number): number {
    const { homes } = this
    const { agents, minority, turn } = this.parameters
    const row = 6 * ((w + 1) * agents - minority + k)
    const home = 2 * (w * minority + k)
    const cosine = state![row + 2]
    const sine = state![row + 3]
    if (Number.isNaN(homes[home])) {
      homes[home] = cosine
      homes[home + 1] = sine
    }
    const back = homes[home + 1] * cosine - homes[home] * sine
    return turnTo(back, homes[home] * cosine + homes[home + 1] * sine, turn)
  }
}
