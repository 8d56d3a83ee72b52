/** Who acts while transitions are collected: `Explorer`, `explorerOf`. */
import type { ActionArray, Policy, Stream, View } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Built, actorOf } from '../recipe/part.ts'

export interface Explorer {
  /** The policy as learnt so far. */
  readonly policy: Policy
  /** Fills `actions` [batch, agents, …], each world's from its own stream, after so many steps of a budget. */
  explore(view: View, actions: ActionArray, streams: readonly Stream[], steps: number, budget: number): void
  /** Numbers worth logging, by name. */
  metrics(steps: number, budget: number): Readonly<Record<string, number>>
}

/** The one that chooses by Q-values, or else the policy that learns, which explores by being drawn from. */
export function explorerOf(built: Built): Explorer {
  return built.policy.find((policy) => 'metrics' in policy) ?? drawing(actorOf(built))
}

function drawing(actor: Actor): Explorer {
  return {
    policy: actor.policy(),
    explore(view, actions, streams) {
      actor.sample(view, streams, actions)
      actor.head.bound?.(actions)
    },
    metrics: () => ({}),
  }
}
