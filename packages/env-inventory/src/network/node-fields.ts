/** Which fields a node of which kind has: `USUAL_FIELDS`, `refuseForeignFields`. */
import { ParameterError } from '@gauntlet/core'
import type { NetworkNode, NodeDescription, NodeKind } from './network.ts'

type Fields = Omit<NetworkNode, 'name' | 'kind'>

/** What fields are that a description leaves out. */
export const USUAL_FIELDS: Fields = {
  holdingCost: 0,
  underageCost: 0,
  price: 0,
  stock: 0,
  holds: true,
  yield: 1,
  operatingCost: 0,
  dispatchCost: 0,
}

/** Where fields mean something. Whoever ships may be short of what is ordered, a supplier by its edges' capacities. */
const KINDS: Readonly<Record<keyof Fields, readonly NodeKind[]>> = {
  holdingCost: ['warehouse', 'store'],
  underageCost: ['supplier', 'warehouse', 'store'],
  price: ['store'],
  stock: ['warehouse', 'store'],
  holds: ['warehouse'],
  yield: ['warehouse'],
  operatingCost: ['warehouse'],
  dispatchCost: ['supplier', 'warehouse'],
}

/** Errors: ParameterError naming a field that says something, but nothing of a node of this kind. */
export function refuseForeignFields(given: NodeDescription, kind: NodeKind, place: string): void {
  for (const field of Object.keys(KINDS) as (keyof Fields)[]) {
    const value = given[field]
    if (value === undefined || value === USUAL_FIELDS[field] || KINDS[field].includes(kind)) continue
    const owners = KINDS[field].map((owner) => `${owner}s`).join(' and ')
    throw new ParameterError(
      `${place}.${field}`,
      value,
      `a ${kind} without it: it is a field of ${owners} alone`,
    )
  }
}
