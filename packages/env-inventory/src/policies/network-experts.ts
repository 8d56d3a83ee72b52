/** The scripted policies of networks: `NETWORK_POLICIES`, `expertOf`, `networkExperts`. */
import type { ExpertSpec, Policy } from '@gauntlet/core'
import type { NetworkExpert } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { echelonStockPolicy } from './echelon-stock.ts'
import { justInTimePolicy } from './just-in-time.ts'
import { newsvendorLevels } from './newsvendor-levels.ts'
import { newsvendorFractions, pastQuantilePolicy } from './quantile-newsvendor.ts'

export type NetworkPolicyName =
  | 'base-stock'
  | 'capped-base-stock'
  | 'constant-order'
  | 'myopic'
  | 'optimal'
  | 'echelon-stock'
  | 'softmax-allocation'
  | 'quantile-newsvendor'
  | 'past-quantile-newsvendor'
  | 'reorder-up-to'
  | 'reorder-batches'
  | 'just-in-time'

/** All that an environment may offer; each is an algorithm `inventory/…` of the same name. */
export const NETWORK_POLICIES: readonly (Omit<ExpertSpec, 'seesHiddenState'> & {
  readonly name: NetworkPolicyName
})[] = [
  {
    name: 'base-stock',
    description: 'orders up to a level of the inventory position, at warehouses of the echelon',
    source: 'Zipkin 2000, Foundations of Inventory Management, sections 6.2 and 8.3',
  },
  {
    name: 'capped-base-stock',
    description: 'orders up to a level, but at most a cap',
    source: 'Xin 2021, Operations Research 69(1)',
  },
  {
    name: 'constant-order',
    description: 'orders the same in every period, the best whole amount',
    source: 'Goldberg et al. 2016, Mathematics of Operations Research 41(3)',
  },
  {
    name: 'myopic',
    description: 'orders what costs least in the period in which it arrives',
    source: 'Morton 1971, Operations Research 19(7); Zipkin 2008, Operations Research 56(5)',
  },
  {
    name: 'optimal',
    description: 'orders what value iteration finds, where there are few states',
    source: 'Zipkin 2008, Operations Research 56(5)',
  },
  {
    name: 'echelon-stock',
    description: 'orders up to the optimal echelon levels of stages in a row',
    source: 'Clark and Scarf 1960, Management Science 6(4)',
  },
  {
    name: 'softmax-allocation',
    description: 'shares stock out by the softmax of what stores are short of',
    source: 'Alvo et al. 2023, arXiv 2306.11246',
  },
  {
    name: 'quantile-newsvendor',
    description:
      'orders up to the quantile p / (p + h) of demand over lead time and period, as if nothing were lost',
    source:
      'Alvo et al. 2023, arXiv 2306.11246, generalised newsvendor; by the true distribution, not by a forecaster',
  },
  {
    name: 'past-quantile-newsvendor',
    description: 'orders up to the quantile p / (p + h) of the past demand that is observed',
    source: 'Alvo et al. 2023, arXiv 2306.11246, generalised newsvendor; by past demand, not by a forecaster',
  },
  {
    name: 'reorder-up-to',
    description: 'orders up to a level where the inventory position is at a reorder point or below: (s, S)',
    source: 'Zheng and Federgruen 1991, Operations Research 39(4)',
  },
  {
    name: 'reorder-batches',
    description: 'orders whole batches where the inventory position is at a reorder point or below: (R, nQ)',
    source: 'Federgruen and Zheng 1992, Operations Research 40(4)',
  },
  {
    name: 'just-in-time',
    description: 'knows future demand and orders what meets it when it arrives: an oracle, no rival',
    source: 'Alvo et al. 2023, arXiv 2306.11246, just-in-time',
  },
]

/** The policy of a name, with parameters that `create` finds for an environment's problem. */
export function expertOf(
  name: NetworkPolicyName,
  create: (problem: NetworkProblem) => Policy,
): NetworkExpert {
  const policy = NETWORK_POLICIES.find((other) => other.name === name)!
  return { ...policy, seesHiddenState: name === 'just-in-time', create }
}

/** What can be played on any network. */
export const networkExperts: readonly NetworkExpert[] = [
  expertOf('base-stock', (problem) => echelonStockPolicy(problem, newsvendorLevels(problem))),
  expertOf('just-in-time', justInTimePolicy),
]

/** The newsvendor by past demand, where suppliers serve every store and enough of the past is observed. */
export function pastQuantileExperts({ network, pastDemand }: NetworkProblem): readonly NetworkExpert[] {
  const { nodes, edges } = network
  const direct = nodes.every(({ kind }) => kind !== 'warehouse')
  const known = edges.every(({ leadTime, orderDelay }) => leadTime[1] + orderDelay < pastDemand)
  if (!direct || !known) return []
  return [
    expertOf('past-quantile-newsvendor', (problem) =>
      pastQuantilePolicy(problem, newsvendorFractions(problem)),
    ),
  ]
}
