/** Q of a team, mixed from those of its agents: `MixedQ`, the parts `MIXER_PARTS`. */
import { integer } from '@gauntlet/core'
import { type Archive } from '../archive.ts'
import { td1 } from '../estimators/value-targets.ts'
import type { Network } from '../networks/network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { stateWidth } from '../rollout.ts'
import { type TeamBatch, teamBatchOf } from '../stores/team-batch.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import type { Averages } from '../trainers/averages.ts'
import { type ChoiceQ, choiceCriticOf } from './choice-q.ts'
import { type Mixer, SumMixer } from './mixer.ts'
import { MonotoneMixer } from './monotone-mixer.ts'
import { type Following, moveTowards } from './q.ts'
import type { ValueLoss } from './value-loss.ts'

/**
 * The agents' critic, a mixer of its values, and a copy of the mixer that follows as the critic's copies do. An agent whose
 * episode is over adds 0 to the mixture.
 */
export class MixedQ {
  readonly networks: readonly Network[]
  private readonly critic: ChoiceQ
  private readonly mixer: Mixer
  private readonly follower: Mixer

  /** `make` makes a mixer, the same at every call. */
  constructor(critic: ChoiceQ, make: () => Mixer) {
    this.critic = critic
    this.mixer = make()
    this.follower = critic.following.every === 0 ? this.mixer : make()
    this.networks = [...critic.networks, ...this.mixer.networks]
  }

  get following(): Following {
    return this.critic.following
  }

  /** R + Γ V̄ of the team in every step [steps], from what the agents' next values are [rows]. */
  targets(batch: TransitionBatch, nextValues: Float64Array): Float64Array {
    const { steps, nextStates, discounts, teamRewards, teamDiscounts } = teamBatchOf(batch)
    const lasting = nextValues.map((value, i) => (discounts[i] === 0 ? 0 : value))
    const targets = this.follower.predict(lasting, nextStates, steps)
    td1(teamRewards, teamDiscounts, targets, targets)
    return targets
  }

  /**
   * Leaves in every network's gradient that of mean loss(Q(s, a), y) over the steps.
   * Shapes: targets y [steps]; `errors` [rows]: the team's Q - y, for each of its agents.
   */
  regress(
    batch: TransitionBatch,
    targets: Float64Array,
    loss: ValueLoss,
    errors: Float64Array,
    averages: Averages,
  ): void {
    const team: TeamBatch = teamBatchOf(batch)
    const { steps, agents, states, running } = team
    const qs = this.critic.foretell(team).map((value, i) => (running[i] === 1 ? value : 0))
    const totals = this.mixer.forward(qs, states, steps)
    const slopes = new Float64Array(steps)
    const out = new Float64Array(2)
    const sums = { loss: 0, value: 0 }
    for (let s = 0; s < steps; s++) {
      loss(totals[s], totals[s], targets[s], out)
      sums.loss += out[0]
      sums.value += totals[s]
      slopes[s] = out[1] / steps
      errors.fill(totals[s] - targets[s], s * agents, (s + 1) * agents)
    }
    const byQs = this.mixer.backward(slopes)
    this.critic.descend(
      byQs.map((slope, i) => (running[i] === 1 ? slope : 0)),
      team,
    )
    averages.add('value_loss', sums.loss / steps)
    averages.add('q_value', sums.value / steps)
  }

  /** Lets the copies follow once. */
  follow(): void {
    this.critic.follow()
    this.follower.networks.forEach((follower, k) =>
      moveTowards(follower, this.mixer.networks[k].parameters, this.following.rate),
    )
  }

  /** Everything that it holds, to be read and written in place; whoever writes here calls `changed`. */
  get state(): Archive {
    const copies = this.following.every === 0 ? [] : this.follower.networks
    return {
      ...this.critic.state,
      ...(Object.fromEntries([
        ...this.mixer.networks.map(({ parameters }, k) => [`mixer${k}`, parameters]),
        ...copies.map(({ parameters }, k) => [`mixerFollower${k}`, parameters]),
      ]) as Archive),
    }
  }

  changed(): void {
    this.critic.changed()
    for (const { networks } of [this.mixer, this.follower]) for (const network of networks) network.changed()
  }

  dispose(): void {
    this.critic.dispose()
    for (const { networks } of [this.mixer, this.follower]) for (const network of networks) network.dispose()
  }
}

const COLUMNS = {
  reads: ['team-transitions', 'q-values'],
  adds: ['team-q-values'],
  needs: { agents: 'team' },
} as const

export const MIXER_PARTS: readonly PartDefinition<'critic'>[] = [
  definePart({
    id: 'vdn-mixer',
    slot: 'critic',
    parameters: {},
    columns: COLUMNS,
    build: (_parameters, { built, spec }) =>
      new MixedQ(choiceCriticOf(built), () => new SumMixer(spec.agents)),
  }),
  definePart({
    id: 'qmix-mixer',
    slot: 'critic',
    parameters: {
      embed: integer({
        default: 32,
        minimum: 1,
        maximum: 65_536,
        description: 'Units of the layer that mixes',
      }),
      hyperHidden: integer({
        default: 64,
        minimum: 1,
        maximum: 65_536,
        description: 'Hidden units of the networks that put out its weights',
      }),
    },
    columns: COLUMNS,
    build: ({ embed, hyperHidden }, { built, spec, backend, seed }) => {
      const shape = { agents: spec.agents, stateWidth: stateWidth(spec), embed, hyperHidden }
      return new MixedQ(
        choiceCriticOf(built),
        () =>
          new MonotoneMixer(shape, (architecture, k) =>
            backend.mlp(architecture, seed.fold(`mixer${k}`).stream()),
          ),
      )
    },
  }),
]
