/** Acting by Q-values: `EpsilonGreedy`, the parts `EPSILON_GREEDY`, `TEAM_EPSILON_GREEDY`; how exploration falls, `explorationAt`. */
import {
  type ActionArray,
  type Policy,
  type Requirement,
  type Stream,
  type View,
  number,
} from '@gauntlet/core'
import { anyLegal, greatest } from '../heads/categorical.ts'
import { type Built, type PartDefinition, definePart } from '../recipe/part.ts'
import { choiceCriticOf } from '../critics/choice-q.ts'
import type { Explorer } from './explorer.ts'

export interface Exploration {
  /** ε at the beginning, and once it has fallen. */
  readonly start: number
  readonly end: number
  /** Share of the budget over which it falls. */
  readonly share: number
}

/** ε after so many steps, falling linearly. */
export function explorationAt({ start, end, share }: Exploration, steps: number, budget: number): number {
  const span = share * budget
  if (span === 0) return end
  return start + Math.min(1, steps / span) * (end - start)
}

/** The legal choice of the greatest Q; while it explores, with probability ε any legal one. */
export class EpsilonGreedy implements Explorer {
  readonly policy: Policy
  private readonly exploration: Exploration
  private readonly built: Built

  constructor(exploration: Exploration, built: Built) {
    this.exploration = exploration
    this.built = built
    this.policy = {
      begin() {},
      act: (view, actions) => this.choose(view, new Uint8Array(actions.length), actions),
    }
  }

  explore(view: View, actions: ActionArray, streams: readonly Stream[], steps: number, budget: number): void {
    const epsilon = explorationAt(this.exploration, steps, budget)
    const { agents, action } = view.spec
    const n = action.kind === 'discrete' ? action.n : 0
    const random = new Uint8Array(actions.length)
    for (let i = 0; i < actions.length; i++) {
      const stream = streams[Math.floor(i / agents)]
      if (stream.uniform() >= epsilon) continue
      random[i] = 1
      actions[i] = anyLegal(view.actionMask, i * n, n, stream)
    }
    if (random.includes(0)) this.choose(view, random, actions)
  }

  /** Of all rows but those that are marked. */
  private choose({ observations, actionMask }: View, but: Uint8Array, actions: ActionArray): void {
    const critic = choiceCriticOf(this.built)
    const q = critic.values(0, 'learnt', observations, actionMask, actions.length)
    for (let i = 0; i < actions.length; i++) {
      if (but[i] === 0) actions[i] = greatest(q, actionMask, i * critic.choices, critic.choices)
    }
  }

  metrics(steps: number, budget: number): Readonly<Record<string, number>> {
    return { exploration: explorationAt(this.exploration, steps, budget) }
  }
}

/** What a policy needs that chooses by Q-values. */
export const CHOOSES: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['discrete'],
  protocol: 'episodic',
  objectives: 1,
  activity: false,
}

const shareField = (share: number, description: string): ReturnType<typeof number> =>
  number({ default: share, minimum: 0, maximum: 1, description })

export const EXPLORATION_FIELDS: Readonly<Record<keyof Exploration, ReturnType<typeof number>>> = {
  start: shareField(1, 'ε at the beginning'),
  end: shareField(0.05, 'ε once it has fallen'),
  share: shareField(0.5, 'Share of the budget over which ε falls'),
}

const epsilonGreedy = (id: string, needs: Requirement): PartDefinition<'policy'> =>
  definePart({
    id,
    slot: 'policy',
    parameters: EXPLORATION_FIELDS,
    columns: { reads: [], adds: ['policy'], needs },
    build: (exploration, { built }) => new EpsilonGreedy(exploration, built),
  })

export const EPSILON_GREEDY: PartDefinition<'policy'> = epsilonGreedy('epsilon-greedy', CHOOSES)

/** Every agent of a team chooses, and explores, by itself. */
export const TEAM_EPSILON_GREEDY: PartDefinition<'policy'> = epsilonGreedy('team-epsilon-greedy', {
  ...CHOOSES,
  agents: 'team',
})
