/** The scripted policies of the beer game: `beerGameExperts`, `stermanPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkExpert } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { OrderPositions } from './order-positions.ts'
import { tunedBaseStock } from './level-search.ts'

/** A player by Sterman's rule. */
export interface StermanPlayer {
  /** Weight of the last order in what is expected of the next, in [0, 1]. */
  readonly theta: number
  /** Share of the gap between desired and actual stock that is ordered. */
  readonly alpha: number
  /** Share of the orders under way that is taken into account. */
  readonly beta: number
  /** Desired stock, and with it desired orders under way: S'. Units. */
  readonly desired: number
}

/** Means of what 44 players were estimated to do: Sterman 1989, table 4. */
const MEAN_PLAYER: StermanPlayer = { theta: 0.36, alpha: 0.26, beta: 0.34, desired: 17 }

/**
 * Anchoring and adjustment: max(L + alpha (S' - S - beta SL), 0), where L is the expected order, smoothed by theta and
 * `flow` at first, S stock less what is owed, and SL what is ordered and has not arrived.
 *
 * Stage e orders along edge e of its network, and is asked along edge e - 1, or by customers. Differs: what arrives in a
 * week counts as stock before that week, not as under way.
 * Source: Sterman 1989, equations 4 to 10.
 */
export function stermanPolicy(
  problem: NetworkProblem,
  players: readonly StermanPlayer[],
  flow: number,
): Policy {
  const positions = new OrderPositions(problem)
  const { edges } = problem.network
  /** [batch, stages]: what each expects, and what reaches it in the week to come; below 0 before the first. */
  let expected = new Float64Array(0)
  let reaching = new Float64Array(0)
  const restart = (w: number): void => {
    expected.fill(flow, w * edges.length, (w + 1) * edges.length)
    reaching.fill(-1, w * edges.length, (w + 1) * edges.length)
  }
  return {
    begin(view) {
      expected = new Float64Array(view.batch * edges.length).fill(flow)
      reaching = new Float64Array(view.batch * edges.length).fill(-1)
    },
    act(view, actions) {
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) restart(w)
        for (let e = 0; e < edges.length; e++) {
          const { theta, alpha, beta, desired } = players[e]
          const i = w * edges.length + e
          if (reaching[i] >= 0) {
            const asked = e === 0 ? positions.lastDemandOf(view, w, 0) : reaching[i]
            expected[i] = theta * asked + (1 - theta) * expected[i]
          }
          if (e === 0) reaching[i] = 0
          else if (edges[e - 1].orderDelay === 0) reaching[i] = actions[i - 1]
          else reaching[i] = positions.reachingAlong(view, w, e - 1)
          const stock = positions.stockOf(view, w, edges[e].target)
          const line = positions.positionOf(view, w, edges[e].target) - stock
          actions[i] = Math.max(expected[i] + alpha * (desired - stock - beta * line), 0)
        }
      }
    },
    forget: restart,
  }
}

/** Policies for games that begin with `flow` units in every week of every pipeline. */
export function beerGameExperts(flow: number): readonly NetworkExpert[] {
  return [
    tunedBaseStock,
    {
      name: 'sterman',
      description: 'Anchoring and adjustment with the mean of what people were estimated to do',
      seesHiddenState: false,
      local: true,
      source: 'Sterman 1989, Management Science 35(3), table 4',
      create: (problem) =>
        stermanPolicy(
          problem,
          problem.network.edges.map(() => MEAN_PLAYER),
          flow,
        ),
    },
  ]
}
