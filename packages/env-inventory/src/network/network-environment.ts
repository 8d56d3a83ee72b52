/** From a problem to an environment: `describeProblem`, `makeProblem`. */
import {
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  type ExpertSpec,
  type MetricSpec,
  type Policy,
  GauntletError,
  box,
  createEnvironment,
  layout,
} from '@gauntlet/core'
import { NetworkDerivatives } from './network-derivatives.ts'
import { FeatureBlocks } from './features.ts'
import { NetworkRules } from './network-rules.ts'
import { planNetwork } from './plan.ts'
import type { NetworkProblem } from './problem.ts'
import { StockObservation } from './stock-observation.ts'

/** A scripted policy of a problem. */
export interface NetworkExpert extends ExpertSpec {
  create(problem: NetworkProblem): Policy
}

/** The spec of a problem, without building its worlds. */
export function describeProblem(problem: NetworkProblem, experts: readonly NetworkExpert[]): EnvironmentSpec {
  const { network, objectives, profit } = problem
  const plan = planNetwork(network)
  const stock = new StockObservation(plan)
  const features = new FeatureBlocks(problem, plan, 1)
  const smooth = !network.integral && objectives === 1
  return {
    agents: 1,
    observation: {
      shape: [stock.size + features.size],
      low: -Infinity,
      high: Infinity,
      layout: layout(...stock.blocks, ...features.blocks),
    },
    action: box([network.edges.length], 0, problem.orderLimits, 'clip'),
    masked: false,
    activity: false,
    objectives,
    constraints: [],
    horizon: problem.horizon,
    horizonEnd: problem.finite ? 'terminated' : 'truncated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: metricsOf(profit),
    score: profit ? 'profit' : 'cost',
    faces: ['snapshot', 'instance', 'expert', ...(smooth ? (['differentiable'] as const) : [])],
    experts: experts.map(({ name, description, seesHiddenState, source }) => ({
      name,
      description,
      seesHiddenState,
      source,
    })),
    graph: {
      nodes: network.nodes.length,
      edges: network.edges.map(({ source, target }) => [source, target] as const),
      actions: network.edges.map((_, index) => ({ kind: 'edge', index })),
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
        if (found !== undefined) return found.create(problem)
        const names = experts.map((other) => other.name).join(', ')
        throw new GauntletError('expert', `${problem.id}: got expert ${name}, expected one of ${names}`)
      },
    }
    const differentiable = new NetworkDerivatives(problem, rules, buffers)
    return {
      rules,
      faces: { expert, ...(spec.faces.includes('differentiable') && { differentiable }) },
    }
  })
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
