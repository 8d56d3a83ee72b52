/** An agent for each node of a graph: `nodesAsAgents`. */
import {
  type AdapterDefinition,
  type BoxSpace,
  type Environment,
  type EnvironmentSpec,
  actionWidth,
  box,
  boundAt,
  defineAdapter,
} from '@gauntlet/core'
import { isBounded } from './bins.ts'
import { parted, partedSpec } from './parted.ts'

/**
 * Lets a team learner play an environment of one agent whose action moves the nodes or edges of a graph: every node that
 * an element of the action belongs to has an agent; an edge belongs to the node at its end, which orders what comes along it.
 * Each sees what the one saw and which node is its own, gives its elements as numbers in [0, 1] between their bounds, and is
 * paid what the one is paid. Nodes with fewer elements than others have numbers that do nothing.
 * The central state is what the one saw.
 * Source: Liu, Hu, Peng and Yang 2022, Multi-agent deep reinforcement learning for multi-echelon inventory management, for an
 * agent at each location.
 */
export const nodesAsAgents: AdapterDefinition = defineAdapter({
  id: 'nodes-as-agents',
  version: 1,
  stage: 'agents',
  note: 'each node decides as an agent of its own, sees everything, and all are paid the same',
  adapt(spec, { agents }) {
    const wanted = agents === 'team' || agents === 'several'
    const alone = spec.agents === 1 && spec.sides === 1
    return wanted && alone && isBounded(spec) && elementsOf(spec).length > 1 ? teamSpec(spec) : undefined
  },
  wrap: (environment) => overNodes(environment),
})

/** The elements of the action that each node decides, node by node in their order; none without a graph. */
function elementsOf({ graph }: EnvironmentSpec): readonly (readonly number[])[] {
  if (graph?.actions === undefined) return []
  const owners = graph.actions.map(({ kind, index }) => (kind === 'node' ? index : graph.edges[index][1]))
  return Array.from({ length: graph.nodes }, (_, node) =>
    [...owners.keys()].filter((element) => owners[element] === node),
  ).filter((elements) => elements.length > 0)
}

function teamSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const elements = elementsOf(spec)
  const most = Math.max(...elements.map(({ length }) => length))
  return partedSpec(spec, elements.length, { action: box([most], 0, 1), masked: false })
}

function overNodes(environment: Environment): Environment {
  const spec = teamSpec(environment.spec)
  const elements = elementsOf(environment.spec)
  const space = environment.spec.action as BoxSpace
  const most = Math.max(...elements.map(({ length }) => length))
  const width = actionWidth(space)
  const parts = elements.length
  /** [elements]: where an element of an action stands among the numbers of a row's nodes */
  const places = new Int32Array(width)
  elements.forEach((list, p) => list.forEach((k, n) => (places[k] = p * most + n)))
  const low = Float64Array.from({ length: width }, (_, k) => boundAt(space.low, k))
  const span = low.map((bound, k) => boundAt(space.high, k) - bound)
  return parted(environment, {
    spec,
    join(actions, own) {
      for (let i = 0; i < environment.batch; i++) {
        for (let k = 0; k < width; k++)
          own[i * width + k] = low[k] + span[k] * actions[i * parts * most + places[k]]
      }
    },
    part(own, actions, rows) {
      actions.fill(0)
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < width; k++) {
          const share = span[k] > 0 ? (own[i * width + k] - low[k]) / span[k] : 0
          actions[i * parts * most + places[k]] = Math.min(1, Math.max(0, share))
        }
      }
    },
  })
}
