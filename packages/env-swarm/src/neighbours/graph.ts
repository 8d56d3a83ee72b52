/** Who sees whom whatever the distance: `GraphNeighbours`. */
import { ParameterError } from '@gauntlet/core'
import { requireAgents, requirePositions, requireSpace } from '../require-input.ts'
import type { Space } from '../space.ts'
import { NeighbourLists, type NeighbourRule, requireLists } from './neighbour-lists.ts'

/** An edge [i, j]: agent i sees j; where the graph is undirected, j sees i too. */
export type Edge = readonly [i: number, j: number]

/** The neighbours in a fixed graph, each in its nearest image. Nothing is allocated once it is made. */
export class GraphNeighbours implements NeighbourRule {
  readonly space: Space
  readonly agents: number
  private readonly lists: NeighbourLists
  private readonly way: Float64Array = new Float64Array(2)

  /** Errors: ParameterError naming the first edge with an end that is no agent, that leads to itself, or that is there twice. */
  constructor(space: Space, agents: number, edges: readonly Edge[], direction: 'directed' | 'undirected') {
    requireSpace('GraphNeighbours', space)
    requireAgents('GraphNeighbours', agents)
    if (!Array.isArray(edges))
      throw new ParameterError('GraphNeighbours.edges', edges, 'a list of edges [i, j]')
    if (direction !== 'directed' && direction !== 'undirected')
      throw new ParameterError('GraphNeighbours.direction', direction, 'one of directed, undirected')
    this.space = space
    this.agents = agents
    this.lists = new NeighbourLists(agents)
    for (const [i, j] of sorted(agents, edges, direction)) this.lists.add(i, j, 0)
    this.lists.finish()
  }

  find(positions: Float64Array, lists: NeighbourLists, active?: Uint8Array): void {
    const { space, way } = this
    const { starts, others } = this.lists
    requirePositions('GraphNeighbours', space, this.agents, positions, active)
    requireLists('GraphNeighbours', this.agents, lists)
    lists.clear()
    for (let i = 0; i < this.agents; i++) {
      if (active !== undefined && active[i] === 0) continue
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        const j = others[k]
        if (active !== undefined && active[j] === 0) continue
        lists.add(i, j, space.images.indexOf(space.displacement(positions, 2 * i, positions, 2 * j, way)))
      }
    }
    lists.finish()
  }
}

/** Every edge both ways where the graph is undirected, in the order of who sees, then of who is seen. */
function sorted(agents: number, edges: readonly Edge[], direction: 'directed' | 'undirected'): Edge[] {
  const known = new Map<number, number>()
  const all: Edge[] = []
  const take = (i: number, j: number, e: number): void => {
    const twin = known.get(i * agents + j)
    if (twin !== undefined) throw refusal(e, edges[e], `an edge that is not edge ${twin} again`)
    known.set(i * agents + j, e)
    all.push([i, j])
  }
  edges.forEach((edge, e) => {
    const isAgent = (end: unknown): boolean =>
      Number.isInteger(end) && (end as number) >= 0 && (end as number) < agents
    if (!(Array.isArray(edge) && edge.length === 2 && edge.every(isAgent)))
      throw refusal(e, edge, `two agents, whole numbers from 0 to ${agents - 1}`)
    const [i, j] = edge as Edge
    if (i === j) throw refusal(e, edge, 'two different agents')
    take(i, j, e)
    if (direction === 'undirected') take(j, i, e)
  })
  return all.sort(([i, j], [p, q]) => i - p || j - q)
}

function refusal(e: number, edge: unknown, allowed: string): ParameterError {
  return new ParameterError(`GraphNeighbours.edges[${e}]`, edge, allowed)
}
