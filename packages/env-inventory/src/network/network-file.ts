/** Networks as JSON files: `readNetworkFile`, `writeNetworkFile`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { parseJson } from '@gauntlet/tables'
import { buildNetwork } from './build-network.ts'
import type { EdgeDescription, Network, NetworkDescription } from './network.ts'
import { USUAL_FIELDS } from './node-fields.ts'

/** A global that Node and browsers share. */
declare class TextEncoder {
  encode(text: string): Uint8Array
}

type Rules = Omit<Network, 'nodes' | 'edges'>
type Edge = Omit<EdgeDescription, 'source' | 'target' | 'leadTime'>

/** Fields that a file may leave out, with the values that they then have. */
const RULES: Rules = {
  unmetDemand: 'backlogged',
  unmetOrders: 'lost',
  sequence: 'receive-first',
  rationing: 'proportional',
  integral: false,
  discount: 1,
}
const EDGE: Required<Edge> = {
  orderDelay: 0,
  capacity: Infinity,
  unitCost: 0,
  fixedCost: 0,
  transitCost: 0,
  underWay: [],
  ordered: [],
}

/**
 * The network that a file describes: one JSON object with the fields of `NetworkDescription`.
 *
 * Errors: ParameterError naming the file and, where it is no JSON or an object has a key twice, line and column; else node
 * or edge and field, also of a field that there is none of, with the nearest names.
 */
export function readNetworkFile(file: FileContent): Network {
  const { name } = file
  const object = requireObject(name, parseJson(file))
  refuseUnknown(name, object, ['nodes', 'edges', ...Object.keys(RULES)])
  eachObject(`${name}.nodes`, object.nodes, (node, place) =>
    refuseUnknown(placeOf(place, node.name), node, ['name', 'kind', ...Object.keys(USUAL_FIELDS)]),
  )
  eachObject(`${name}.edges`, object.edges, (edge, place) => {
    const ends = edge.source === undefined ? undefined : `${String(edge.source)} to ${String(edge.target)}`
    refuseUnknown(placeOf(place, ends), edge, ['source', 'target', 'leadTime', ...Object.keys(EDGE)])
  })
  return buildNetwork(object as unknown as NetworkDescription, name)
}

/**
 * A file that is read as this network; what has its usual value is left out.
 * Errors: ParameterError where the description is no network, as `buildNetwork`.
 */
export function writeNetworkFile(
  description: NetworkDescription,
  name: string = 'network.json',
): FileContent {
  const { nodes, edges, ...rules } = buildNetwork(description, name)
  const lines = [
    ...Object.entries(unusual(rules, RULES)).map(([field, value]) => `"${field}": ${JSON.stringify(value)}`),
    listOf(
      'nodes',
      nodes.map(({ name: own, kind, ...rest }) => ({ name: own, kind, ...unusual(rest, USUAL_FIELDS) })),
    ),
    listOf(
      'edges',
      edges.map(({ source, target, leadTime: [least, most], ...rest }) => ({
        source: nodes[source].name,
        target: nodes[target].name,
        leadTime: least === most ? least : [least, most],
        ...unusual(rest, EDGE),
      })),
    ),
  ]
  return { name, bytes: new TextEncoder().encode(`{\n  ${lines.join(',\n  ')}\n}\n`) }
}

function listOf(field: string, entries: readonly object[]): string {
  return `"${field}": [\n    ${entries.map((entry) => JSON.stringify(entry)).join(',\n    ')}\n  ]`
}

/** Fields whose values are not the usual ones. */
function unusual(given: object, usual: object): Record<string, unknown> {
  const values = usual as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(given).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(values[field])),
  )
}

function requireObject(place: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>
  throw new ParameterError(place, value, 'an object')
}

function eachObject(
  place: string,
  list: unknown,
  check: (object: Readonly<Record<string, unknown>>, place: string) => void,
): void {
  if (!Array.isArray(list)) throw new ParameterError(place, list, 'a list')
  list.forEach((value, k) => check(requireObject(`${place}[${k}]`, value), `${place}[${k}]`))
}

function placeOf(place: string, name: unknown): string {
  return typeof name === 'string' ? `${place} (${name})` : place
}

function refuseUnknown(
  place: string,
  object: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): void {
  const unknown = Object.keys(object).find((field) => !fields.includes(field))
  if (unknown !== undefined) throw ParameterError.unknownField(place, unknown, fields)
}
