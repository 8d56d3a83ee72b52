/** Policies by inventory position: `canOrderPolicy` (and with it (s, S) and base stock), `periodicPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import { OrderPositions } from './order-positions.ts'

/** Limits by edge, on the position of the node it leads to. Units. */
export interface CanOrderLevels {
  /** At or below which the edge must order, and all others may. */
  readonly must: readonly number[]
  /** At or below which it orders if any must. */
  readonly can: readonly number[]
  readonly upTo: readonly number[]
}

/**
 * (s, c, S): where the position of any node is at or below s, every node at or below its c orders up to its S.
 *
 * With c = s nodes order alone, by (s, S); with all three alike by base stock.
 * Source: Balintfy 1964, "On a basic class of multi-item inventory problems", Management Science 10(2).
 */
export function canOrderPolicy(problem: NetworkProblem, { must, can, upTo }: CanOrderLevels): Policy {
  const positions = new OrderPositions(problem)
  const { edges } = problem.network
  const at = new Float64Array(edges.length)
  return {
    begin() {},
    act(view, actions) {
      for (let w = 0; w < view.batch; w++) {
        let due = false
        for (let e = 0; e < edges.length; e++) {
          at[e] = positions.positionOf(view, w, edges[e].target)
          due ||= at[e] <= must[e]
        }
        for (let e = 0; e < edges.length; e++)
          actions[w * edges.length + e] = due && at[e] <= can[e] ? Math.max(upTo[e] - at[e], 0) : 0
      }
    },
  }
}

/** Order up to a level [edges] in every period, by positions that count orders wherever they are. */
export function everyPeriodPolicy(problem: NetworkProblem, levels: readonly number[]): Policy {
  return canOrderPolicy(problem, { must: levels, can: levels, upTo: levels })
}

/**
 * (R, T): every `periods` periods, from the first of an episode on, everybody orders up to a level [edges].
 *
 * Source: Atkins and Iyogun 1988, "Periodic versus 'can-order' policies for coordinated multi-item inventory systems",
 * Management Science 34(6).
 */
export function periodicPolicy(problem: NetworkProblem, periods: number, levels: readonly number[]): Policy {
  const positions = new OrderPositions(problem)
  const { edges } = problem.network
  let elapsed = new Int32Array(0)
  return {
    begin(view) {
      elapsed = new Int32Array(view.batch)
    },
    act(view, actions) {
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) elapsed[w] = 0
        const due = elapsed[w]++ % periods === 0
        for (let e = 0; e < edges.length; e++) {
          const order = due ? levels[e] - positions.positionOf(view, w, edges[e].target) : 0
          actions[w * edges.length + e] = Math.max(order, 0)
        }
      }
    },
    forget(w) {
      elapsed[w] = 0
    },
  }
}
