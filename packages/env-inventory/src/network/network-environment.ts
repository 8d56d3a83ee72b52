/** From a problem to an environment: `describeProblem`, `makeProblem`. */
import {
  type ArraySpec,
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  type ExpertSpec,
  type FaceName,
  type MetricSpec,
  type Policy,
  type View,
  GauntletError,
  box,
  createEnvironment,
  expertDataset,
  layout,
} from '@gauntlet/core'
import { NetworkDerivatives } from './network-derivatives.ts'
import { FeatureBlocks } from './features.ts'
import { LocalViews } from './local-views.ts'
import type { NetworkEdge } from './network.ts'
import { NetworkRules } from './network-rules.ts'
import { planNetwork } from './plan.ts'
import { networkPostDecision, postDecisionSpace } from './post-decision.ts'
import type { NetworkProblem } from './problem.ts'
import { StockObservation } from './stock-observation.ts'

/** A scripted policy of a problem. */
export interface NetworkExpert extends ExpertSpec {
  create(problem: NetworkProblem): Policy
  /** Whether what a node sees of itself is enough for its orders. */
  readonly local?: true
}

/** The spec of a problem, without building its worlds. */
export function describeProblem(problem: NetworkProblem, experts: readonly NetworkExpert[]): EnvironmentSpec {
  const { network, objectives, profit, scored } = problem
  const edges = network.edges.length
  const alone = problem.control === 'nodes'
  const nameOf = ({ source, target }: NetworkEdge) =>
    `${network.nodes[source].name} to ${network.nodes[target].name}`
  return {
    agents: alone ? edges : 1,
    observation: observationOf(problem),
    ...(!alone && { postDecision: postDecisionSpace(problem) }),
    action: alone
      ? box([1], 0, Math.max(...problem.orderLimits), 'clip')
      : box([edges], 0, problem.orderLimits, 'clip', network.edges.map(nameOf)),
    masked: false,
    activity: false,
    objectives,
    constraints: [],
    horizon: problem.horizon,
    horizonEnd: problem.finite ? 'terminated' : 'truncated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: alone ? 'common' : 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: metricsOf(profit),
    score: scored === 'total' ? (profit ? 'total_profit' : 'total_cost') : profit ? 'profit' : 'cost',
    faces: facesOf(problem),
    experts: experts.map(({ name, description, seesHiddenState, source, local }) => ({
      name,
      description,
      seesHiddenState: seesHiddenState || (alone && !local),
      source,
    })),
    graph: {
      nodes: network.nodes.length,
      edges: network.edges.map(({ source, target }) => [source, target] as const),
      ...(!alone && { actions: network.edges.map((_, index) => ({ kind: 'edge', index }) as const) }),
    },
    ...(problem.paths !== undefined && { instances: problem.paths }),
    engine: 'own',
  }
}

/** Worlds of a problem. */
export function makeProblem(
  problem: NetworkProblem,
  experts: readonly NetworkExpert[],
  batch: number,
): Environment {
  const spec = describeProblem(problem, experts)
  return createEnvironment(problem.id, spec, batch, (buffers: Buffers) => {
    const rules = new NetworkRules(problem, buffers)
    const expert = {
      policy: (name: string): Policy => {
        const found = experts.find((other) => other.name === name)
        if (found !== undefined) return seeingAll(found.create(problem), problem, rules)
        const names = experts.map((other) => other.name).join(', ')
        throw new GauntletError('expert', `${problem.id}: got expert ${name}, expected one of ${names}`)
      },
    }
    const has = (face: FaceName): boolean => spec.faces.includes(face)
    return {
      rules,
      faces: {
        expert,
        ...(has('differentiable') && { differentiable: new NetworkDerivatives(problem, rules, buffers) }),
        ...(has('postDecision') && { postDecision: networkPostDecision(problem, rules, buffers) }),
        ...(has('dataset') && {
          dataset: expertDataset(problem.id, spec, experts[0].name, () => makeProblem(problem, experts, 1)),
        }),
      },
    }
  })
}

/** Faces of a central controller; of nodes that order alone those that there are for teams. */
function facesOf({ network, objectives, control }: NetworkProblem): FaceName[] {
  const central = control === 'central'
  return [
    'snapshot',
    'instance',
    'expert',
    ...(central && !network.integral && objectives === 1 ? (['differentiable'] as const) : []),
    ...(central ? (['postDecision'] as const) : []),
    ...(objectives === 1 ? (['dataset'] as const) : []),
  ]
}

function observationOf(problem: NetworkProblem): ArraySpec {
  const plan = planNetwork(problem.network)
  const [low, high] = [-Infinity, Infinity]
  if (problem.control === 'nodes') {
    const { size, blocks } = new LocalViews(plan, 1)
    return { shape: [size], low, high, layout: layout(...blocks) }
  }
  const stock = new StockObservation(plan)
  const features = new FeatureBlocks(problem, plan, 1)
  return {
    shape: [stock.size + features.size],
    low,
    high,
    layout: layout(...stock.blocks, ...features.blocks),
  }
}

/** Scripted policies read what a central controller sees, whoever orders. */
function seeingAll(policy: Policy, problem: NetworkProblem, { central }: NetworkRules): Policy {
  if (problem.control === 'central') return policy
  const observation = observationOf({ ...problem, control: 'central' })
  const wide = (view: View): View => ({
    ...view,
    spec: { ...view.spec, agents: 1, observation },
    observations: central,
  })
  let seen: View | undefined
  return {
    begin(view, seed) {
      seen = wide(view)
      policy.begin(seen, seed)
    },
    act(view, actions, mode) {
      seen ??= wide(view)
      policy.act(seen, actions, mode)
    },
    ...(policy.forget && { forget: (w: number) => policy.forget!(w) }),
  }
}

function metricsOf(profit: boolean): MetricSpec[] {
  return [
    profit
      ? {
          name: 'profit',
          unit: 'per store and period',
          direction: 'maximise',
          description: 'Sales less costs, mean over stores and periods after the warm-up',
        }
      : {
          name: 'cost',
          unit: 'per store and period',
          direction: 'minimise',
          description: 'All costs, mean over stores and periods after the warm-up',
        },
    {
      name: 'fill_rate',
      unit: 'share',
      direction: 'maximise',
      description: 'Share of the units asked for that were served at once, after the warm-up',
    },
    {
      name: 'turns',
      unit: 'per period',
      direction: 'maximise',
      description:
        'Inventory turns: units served at once per period, by mean stock at the stores; 0 without any',
    },
    {
      name: 'stock',
      unit: 'units per store',
      direction: 'neither',
      description: 'Stock at the end of a period, mean over stores and periods after the warm-up',
    },
    {
      name: profit ? 'total_profit' : 'total_cost',
      unit: 'per episode',
      direction: profit ? 'maximise' : 'minimise',
      description: 'Of all stores and periods, the warm-up among them',
    },
  ]
}
