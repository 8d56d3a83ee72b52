/** What every problem over networks is given besides its network: `CommonParameters`, `commonSchema`, `assembleProblem`, `NetworkEnvironmentDefinition`. */
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  type Schema,
  ParameterError,
  boolean,
  choice,
  defineEnvironment,
  integer,
  number,
} from '@gauntlet/core'
import { demandModel } from '../demand/demand-choice.ts'
import { type DemandModel, requireHorizon } from '../demand/demand-model.ts'
import { type DemandParameters, demandSchema } from '../demand/demand-parameters.ts'
import { buildNetwork } from '../network/build-network.ts'
import type { Network, NetworkDescription } from '../network/network.ts'
import { type NetworkExpert, describeProblem, makeProblem } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'

export interface CommonParameters extends DemandParameters {
  readonly horizon: number
  readonly warmUp: number
  readonly orders: 'continuous' | 'whole'
  readonly orderLimit: number
  readonly scenarios: number
  readonly features: boolean
  readonly pastDemand: number
  readonly objectives: 'cost' | 'cost-service-stock'
  readonly control: NetworkProblem['control']
}

const COMMON: Schema<CommonParameters> = {
  ...demandSchema,
  horizon: integer({ description: 'Periods of an episode', unit: 'periods', default: 50, minimum: 1 }),
  warmUp: integer({
    description: 'Periods at the beginning that do not count in the metrics (rewards count in all)',
    unit: 'periods',
    default: 30,
    minimum: 0,
  }),
  orders: choice({
    description: 'Whether orders are any amounts or rounded to whole units, halves to the even one',
    options: ['continuous', 'whole'],
    default: 'continuous',
  }),
  orderLimit: number({
    description: 'Most that can be ordered in a period, in multiples of the mean demand that it is for',
    default: 4,
    minimum: 0.001,
  }),
  scenarios: integer({
    description:
      'Numbered instances to draw episodes from, as a training set of that size; 0 for ever new ones',
    default: 0,
    minimum: 0,
    maximum: 2_147_483_647,
  }),
  features: boolean({
    description: 'Whether costs, demand’s means and deviations, and lead times are observed too',
    default: false,
  }),
  pastDemand: integer({
    description: 'Past periods whose demand is observed',
    unit: 'periods',
    default: 0,
    minimum: 0,
    maximum: 1024,
  }),
  objectives: choice({
    description:
      'One reward, minus the cost; or three: minus the cost, units served at once and minus the stock, the last two in periods of mean demand',
    options: ['cost', 'cost-service-stock'],
    default: 'cost',
  }),
  control: choice({
    description:
      'Whether one agent orders everything, or there is one for each edge, which sees only the place that it orders for, for a reward that all share',
    options: ['central', 'nodes'],
    default: 'central',
  }),
}

/** The common fields with a problem's own defaults. */
export function commonSchema(defaults: Partial<CommonParameters>): Schema<CommonParameters> {
  const fields = Object.entries(COMMON).map(([name, field]) => {
    const usual = defaults[name as keyof CommonParameters]
    return [name, usual === undefined ? field : { ...field, default: usual }]
  })
  return Object.fromEntries(fields) as Schema<CommonParameters>
}

/** What a problem says of itself beyond its network. */
export interface ProblemRules {
  readonly network: NetworkDescription
  readonly initialStock?: readonly [number, number] | undefined
  readonly finite?: boolean
  readonly profit?: boolean
  readonly scored?: NetworkProblem['scored']
}

/**
 * The problem that parameters and a network make. `id` names it in messages.
 * Errors: ParameterError naming the field that does not fit.
 */
export function assembleProblem(
  id: string,
  parameters: CommonParameters,
  rules: ProblemRules,
): NetworkProblem {
  const { network: description, initialStock, finite = false, profit = false } = rules
  const { horizon, warmUp, orders, orderLimit, scenarios } = parameters
  refuseUnseen(id, parameters)
  const network = buildNetwork({ ...description, integral: orders === 'whole' || description.integral }, id)
  const stores = network.nodes.filter(({ kind }) => kind === 'store').length
  const demand = demandModel(parameters, stores, id)
  requireHorizon(demand, horizon, `${id}.horizon`)
  if (warmUp >= horizon) throw new ParameterError(`${id}.warmUp`, warmUp, `less than the horizon, ${horizon}`)
  if (demand.paths !== undefined && scenarios > demand.paths)
    throw new ParameterError(`${id}.scenarios`, scenarios, `at most ${demand.paths}, those of the series`)
  return {
    id,
    network,
    demand,
    paths: scenarios > 0 ? scenarios : demand.paths,
    horizon,
    finite,
    warmUp,
    orderLimits: limitsOf(network, demand, orderLimit),
    initialStock,
    features: parameters.features,
    pastDemand: parameters.pastDemand,
    objectives: parameters.objectives === 'cost' ? 1 : 3,
    profit,
    scored: rules.scored ?? 'mean',
    control: parameters.control,
  }
}

/** Refuses what would be observed by a central controller alone; nodes see what was asked of them in the last period. */
function refuseUnseen(id: string, { control, features, pastDemand }: CommonParameters): void {
  if (control === 'central') return
  if (features) throw new ParameterError(`${id}.features`, features, 'false where control is nodes')
  if (pastDemand > 1)
    throw new ParameterError(`${id}.pastDemand`, pastDemand, 'at most 1 where control is nodes')
}

/** The given multiple of the mean demand of all stores that an edge leads to, or its capacity. */
function limitsOf({ nodes, edges }: Network, { means }: DemandModel, multiple: number): number[] {
  const storeOf = new Map(nodes.flatMap(({ kind }, k) => (kind === 'store' ? [k] : [])).map((k, s) => [k, s]))
  // Once for each node: there may be exponentially many ways from one to a store.
  const reached = new Map([...storeOf].map(([node, store]) => [node, new Set([store])]))
  const reach = (node: number): Set<number> => {
    const known = reached.get(node)
    if (known !== undefined) return known
    const stores = new Set(edges.flatMap(({ source, target }) => (source === node ? [...reach(target)] : [])))
    reached.set(node, stores)
    return stores
  }
  return edges.map(({ target, capacity }) => {
    let mean = 0
    for (const s of reach(target)) mean += Math.abs(means[s])
    return Math.min(capacity, multiple * mean)
  })
}

/** What makes environments whose parameters describe a problem over a network. */
export interface NetworkEnvironmentDefinition<P extends CommonParameters> extends EnvironmentDefinition<P> {
  /**
   * What the functions of scripted policies take; parameters as `make` takes them. Errors: ParameterError naming the
   * field that does not fit.
   */
  problem(parameters?: Partial<P>): NetworkProblem
}

/** `defineEnvironment` where rules say which network the parameters stand for. */
export function defineNetworkEnvironment<P extends CommonParameters>(
  source: Omit<EnvironmentSource<P>, 'describe' | 'make'> & {
    /** What parameters stand for, where some follow from others. */
    complete?(parameters: P): P
    /** Errors: ParameterError naming the field that does not fit. */
    rules(parameters: P): ProblemRules
    experts(problem: NetworkProblem, parameters: P): readonly NetworkExpert[]
  },
): NetworkEnvironmentDefinition<P> {
  const { complete = (parameters) => parameters, rules, experts, ...rest } = source
  const assembled = (given: P): [NetworkProblem, readonly NetworkExpert[]] => {
    const parameters = complete(given)
    const problem = assembleProblem(source.id, parameters, rules(parameters))
    return [problem, experts(problem, parameters)]
  }
  const definition = defineEnvironment<P>({
    ...rest,
    describe: (parameters) => describeProblem(...assembled(parameters)),
    make: (parameters, batch) => makeProblem(...assembled(parameters), batch),
  })
  return { ...definition, problem: (given) => assembled(definition.resolve(given))[0] }
}
