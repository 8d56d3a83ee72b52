/** What an environment of networks is built from: `NetworkProblem`. */
import type { DemandModel } from '../demand/demand-model.ts'
import type { Network } from './network.ts'

/** A network, its customers, and how an episode goes and is scored. */
export interface NetworkProblem {
  readonly id: string
  readonly network: Network
  readonly demand: DemandModel
  /** How many numbered instances there are; absent where they are drawn from keys. */
  readonly paths?: number | undefined
  readonly horizon: number
  /** Whether the horizon is the task's own end. */
  readonly finite: boolean
  /** Periods at the beginning whose costs do not count in the metrics. */
  readonly warmUp: number
  /** [edges]: most units that may be ordered in a period. */
  readonly orderLimits: readonly number[]
  /**
   * Each number in a store's row of stock is uniform between these multiples of its mean demand when an episode begins;
   * undefined where the network says what it begins with.
   */
  readonly initialStock?: readonly [low: number, high: number] | undefined
  /** Whether costs, means, deviations and lead times are observed too. */
  readonly features: boolean
  /** Periods of past demand that are observed. */
  readonly pastDemand: number
  /** Whether rewards have three parts: cost, service, stock. */
  readonly objectives: 1 | 3
  /** Whether the score is what is earned rather than what is paid. */
  readonly profit: boolean
  /** Whether the score is the mean of a store and period, or the total of an episode. */
  readonly scored: 'mean' | 'total'
  /** One agent that sees and orders everything, or one for each edge that sees what the place it orders for does. */
  readonly control: 'central' | 'nodes'
}
