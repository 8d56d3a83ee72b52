/** Networks out of descriptions: `buildNetwork`, which refuses what is no network, by node and edge. */
import { ParameterError } from '@gauntlet/core'
import type {
  EdgeDescription,
  Network,
  NetworkDescription,
  NetworkEdge,
  NetworkNode,
  NodeDescription,
} from './network.ts'
import { refuseForeignFields } from './node-fields.ts'

/** Most periods of a lead time or an order's way: rows of the observation are as long. */
export const LONGEST_LEAD_TIME = 1024

/**
 * Completes and checks a description; `path` names its owner in messages. A field has its usual value where it is absent
 * or undefined.
 *
 * Errors: ParameterError naming node or edge where a name is missing, unknown or taken, a node has a field of another kind,
 * a field is null, a number is out of its range, a lead time is not whole, a store ships or an order reaches a supplier, the
 * edges have a cycle, or a store or warehouse is out of every supplier's reach.
 */
export function buildNetwork(description: NetworkDescription, path: string): Network {
  if (!Array.isArray(description?.nodes)) {
    throw new ParameterError(`${path}.nodes`, description?.nodes, 'a list of nodes')
  }
  if (!Array.isArray(description.edges)) {
    throw new ParameterError(`${path}.edges`, description.edges, 'a list of edges')
  }
  const sequence = oneOf(description.sequence, ['receive-first', 'order-first'], `${path}.sequence`)
  const nodes = description.nodes.map((node, k) => buildNode(node, `${path}.nodes[${k}]`))
  const names = nodes.map(({ name }) => name)
  names.forEach((name, k) => {
    if (names.indexOf(name) < k)
      throw new ParameterError(`${path}.nodes[${k}].name`, name, 'a name of its own')
  })
  const { integral = false } = description
  if (typeof integral !== 'boolean') throw new ParameterError(`${path}.integral`, integral, 'true or false')
  const network: Network = {
    nodes,
    edges: description.edges.map((edge, k) => buildEdge(edge, names, sequence, `${path}.edges[${k}]`)),
    unmetDemand: oneOf(description.unmetDemand, ['backlogged', 'lost'], `${path}.unmetDemand`),
    unmetOrders: oneOf(description.unmetOrders, ['lost', 'backlogged'], `${path}.unmetOrders`),
    sequence,
    rationing: oneOf(description.rationing, ['proportional', 'each'], `${path}.rationing`),
    integral,
    discount: share(description.discount, `${path}.discount`),
  }
  checkFlow(network, path)
  checkTransshipment(network, path)
  return network
}

function buildNode(given: NodeDescription, path: string): NetworkNode {
  const { name, kind } = Object(given) as NodeDescription
  if (typeof name !== 'string' || name === '') throw new ParameterError(`${path}.name`, name, 'a name')
  const place = `${path} (${name})`
  if (kind !== 'supplier' && kind !== 'warehouse' && kind !== 'store') {
    throw new ParameterError(`${place}.kind`, kind, 'supplier, warehouse or store')
  }
  refuseForeignFields(given, kind, place)
  const { holds = true } = given
  if (typeof holds !== 'boolean') throw new ParameterError(`${place}.holds`, holds, 'true or false')
  return {
    name,
    kind,
    holds,
    holdingCost: cost(given.holdingCost, `${place}.holdingCost`),
    underageCost: cost(given.underageCost, `${place}.underageCost`),
    price: cost(given.price, `${place}.price`),
    stock: cost(given.stock, `${place}.stock`),
    yield: share(given.yield, `${place}.yield`),
    operatingCost: cost(given.operatingCost, `${place}.operatingCost`),
    dispatchCost: cost(given.dispatchCost, `${place}.dispatchCost`),
  }
}

function buildEdge(
  given: EdgeDescription,
  names: readonly string[],
  sequence: Network['sequence'],
  path: string,
): NetworkEdge {
  const edge = Object(given) as EdgeDescription
  const { orderDelay = 0, capacity = Infinity } = edge
  const [source, target] = (['source', 'target'] as const).map((end) => {
    const k = names.indexOf(edge[end])
    if (k < 0) throw new ParameterError(`${path}.${end}`, edge[end], `one of the nodes ${names.join(', ')}`)
    return k
  })
  const place = `${path} (${edge.source} to ${edge.target})`
  const leadTime = leadTimeOf(edge.leadTime, sequence, `${place}.leadTime`)
  const longest = sequence === 'receive-first' ? LONGEST_LEAD_TIME : leadTime[1]
  return {
    source,
    target,
    leadTime,
    orderDelay: periods(orderDelay, 0, `${place}.orderDelay`),
    capacity: numberIn(
      capacity,
      0,
      Infinity,
      `${place}.capacity`,
      'a number of at least 0; none without a bound',
    ),
    unitCost: cost(edge.unitCost, `${place}.unitCost`),
    fixedCost: cost(edge.fixedCost, `${place}.fixedCost`),
    transitCost: cost(edge.transitCost, `${place}.transitCost`),
    underWay: units(edge.underWay, longest, `${place}.underWay`),
    ordered: units(edge.ordered, orderDelay, `${place}.ordered`),
  }
}

function leadTimeOf(
  given: EdgeDescription['leadTime'],
  sequence: Network['sequence'],
  path: string,
): readonly [number, number] {
  const least = sequence === 'receive-first' ? 1 : 0
  const ends: readonly unknown[] = Array.isArray(given) ? given : [given, given]
  if (ends.length !== 2) throw new ParameterError(path, given, 'one lead time, or the least and the most')
  const [low, high] = ends.map((end) => periods(end, least, path, ` where the network is ${sequence}`))
  if (low > high) throw new ParameterError(path, given, 'the least before the most')
  return [low, high]
}

/** Refuses edges along which nothing can sensibly flow. */
function checkFlow({ nodes, edges }: Network, path: string): void {
  const place = (k: number): string =>
    `${path}.edges[${k}] (${nodes[edges[k].source].name} to ${nodes[edges[k].target].name})`
  edges.forEach(({ source, target }, k) => {
    if (nodes[source].kind === 'store')
      throw new ParameterError(`${place(k)}.source`, nodes[source].name, 'a supplier or a warehouse')
    if (nodes[target].kind === 'supplier')
      throw new ParameterError(`${place(k)}.target`, nodes[target].name, 'a warehouse or a store')
    const twin = edges.findIndex((other) => other.source === source && other.target === target)
    if (twin < k) throw new ParameterError(place(k), 'a second edge', `one edge only; see edges[${twin}]`)
  })
  if (!nodes.some(({ kind }) => kind === 'store'))
    throw new ParameterError(`${path}.nodes`, `${nodes.length} nodes`, 'a store among them')
  const supplied = new Set<number>()
  nodes.forEach(({ kind }, k) => {
    if (kind === 'supplier') supplied.add(k)
  })
  for (let grown = -1; grown !== supplied.size;) {
    grown = supplied.size
    for (const { source, target } of edges) if (supplied.has(source)) supplied.add(target)
  }
  nodes.forEach(({ name }, k) => {
    if (!supplied.has(k))
      throw new ParameterError(`${path}.nodes[${k}] (${name})`, 'no way from any supplier', 'an edge into it')
  })
  const cycle = cycleOf(nodes.length, edges)
  if (cycle !== undefined) {
    const names = cycle.map((k) => nodes[k].name)
    throw new ParameterError(`${path}.edges`, `the cycle ${[...names, names[0]].join(' to ')}`, 'no cycle')
  }
}

/** Refuses warehouses that ship to nobody, and transshipment centres that could not ship all they have. */
function checkTransshipment({ nodes, edges, unmetOrders, rationing }: Network, path: string): void {
  nodes.forEach(({ name, kind, holds }, k) => {
    if (kind !== 'warehouse') return
    const place = `${path}.nodes[${k}] (${name})`
    const outgoing = edges.filter(({ source }) => source === k)
    if (outgoing.length === 0) throw new ParameterError(place, 'no edge out of it', 'one at least')
    if (holds) return
    if (unmetOrders !== 'lost' || rationing !== 'proportional') {
      const rules = `unmetOrders ${unmetOrders}, rationing ${rationing}`
      throw new ParameterError(`${place}.holds`, false, `true where there are ${rules}`)
    }
    if (outgoing.some(({ capacity }) => capacity < Infinity))
      throw new ParameterError(`${place}.holds`, false, 'true where an edge out of it has a capacity')
  })
}

/** Nodes of a cycle in their order; undefined where there is none. */
function cycleOf(count: number, edges: readonly NetworkEdge[]): number[] | undefined {
  // Nodes without a predecessor are taken away until none is left; what remains holds a cycle.
  const left = new Set<number>(Array.from({ length: count }, (_, k) => k))
  const entered = (k: number): NetworkEdge | undefined =>
    edges.find(({ source, target }) => target === k && left.has(source))
  for (let size = -1; size !== left.size;) {
    size = left.size
    for (const k of left) if (entered(k) === undefined) left.delete(k)
  }
  let [node] = left
  if (node === undefined) return undefined
  const walk: number[] = []
  while (!walk.includes(node)) {
    walk.unshift(node)
    node = entered(node)!.source
  }
  return walk.slice(0, walk.indexOf(node) + 1)
}

function cost(given: unknown = 0, path: string): number {
  return amount(given, path)
}

function amount(given: unknown, path: string): number {
  return numberIn(given, 0, Number.MAX_VALUE, path, 'a finite number of at least 0')
}

function share(given: unknown = 1, path: string): number {
  return numberIn(given, Number.MIN_VALUE, 1, path, 'a finite number above 0 up to 1')
}

function numberIn(given: unknown, low: number, high: number, path: string, allowed: string): number {
  if (typeof given === 'number' && given >= low && given <= high) return given
  throw new ParameterError(path, given, allowed)
}

function periods(given: unknown, least: number, path: string, why: string = ''): number {
  if (Number.isSafeInteger(given) && (given as number) >= least && (given as number) <= LONGEST_LEAD_TIME)
    return given as number
  throw new ParameterError(path, given, `a whole number from ${least} to ${LONGEST_LEAD_TIME}${why}`)
}

function units(given: unknown = [], most: number, path: string): readonly number[] {
  if (!Array.isArray(given) || given.length > most) {
    throw new ParameterError(path, given, `a list of at most ${most} units`)
  }
  return Array.from(given, (value, k) => amount(value, `${path}[${k}]`))
}

function oneOf<T extends string>(given: unknown, options: readonly T[], path: string): T {
  const value = given === undefined ? options[0] : given
  if (options.includes(value as T)) return value as T
  throw new ParameterError(path, given, options.join(' or '))
}
