/** Small families of every kind, and whether they hold a subset by going through all plans: `SMALL_FAMILIES`. */
import type { Stream } from '@gauntlet/core'
import { CapacitySets } from '../../src/coupled/capacity-sets.ts'
import type { Family } from '../../src/coupled/family.ts'
import { InterventionSets } from '../../src/coupled/intervention-sets.ts'
import { randomNetwork } from '../../src/coupled/random-network.ts'
import { type Edges, RoutingSets } from '../../src/coupled/routing-sets.ts'
import { SchedulingSets } from '../../src/coupled/scheduling-sets.ts'

export interface SmallFamily {
  readonly family: Family
  /** Whether some plan serves exactly these elements. */
  readonly planned: (subset: Uint8Array) => boolean
}

export const SMALL_FAMILIES: Readonly<Record<string, (stream: Stream, elements: number) => SmallFamily>> = {
  capacity(stream, elements) {
    const costs = Int32Array.from({ length: elements }, () => 1 + stream.integer(6))
    const capacities = Int32Array.from({ length: 1 + stream.integer(3) }, () => 1 + stream.integer(9))
    return {
      family: new CapacitySets(costs, capacities),
      planned: (subset) => packs(subset, costs, capacities),
    }
  },
  scheduling(stream, elements) {
    const slotSet = (): number => 1 + stream.integer(15)
    const arms = Int32Array.from({ length: elements }, slotSet)
    const workers = Int32Array.from({ length: 1 + stream.integer(3) }, slotSet)
    const budget = 1 + stream.integer(4)
    return {
      family: new SchedulingSets(arms, workers, budget),
      planned: (subset) => sizeOf(subset) <= budget && matches(subset, arms, workers),
    }
  },
  routing(stream, elements) {
    const edges = randomNetwork(stream, elements)
    const source = stream.integer(elements)
    const budget = 1 + stream.integer(4)
    const length = stream.integer(8)
    const trips = visitedBy(edges, source, length)
    return {
      family: new RoutingSets(elements, edges, source, budget, length),
      planned: (subset) =>
        sizeOf(subset) <= budget && trips.some((visited) => subset.every((bit, v) => bit <= visited[v])),
    }
  },
  interventions(stream, elements) {
    const budget = 1 + stream.integer(elements - 1)
    return { family: new InterventionSets(elements, budget), planned: (subset) => sizeOf(subset) === budget }
  },
}

/** Every subset of so many elements. */
export function everySubset(elements: number): Uint8Array[] {
  return Array.from({ length: 1 << elements }, (_, bits) =>
    Uint8Array.from({ length: elements }, (__, k) => (bits >> k) & 1),
  )
}

function sizeOf(subset: Uint8Array): number {
  return subset.reduce((sum, bit) => sum + bit, 0)
}

/** Tries every worker for every arm. */
function packs(subset: Uint8Array, costs: Int32Array, capacities: Int32Array): boolean {
  const left = Int32Array.from(capacities)
  const place = (arm: number): boolean => {
    if (arm === subset.length) return true
    if (subset[arm] === 0) return place(arm + 1)
    for (let i = 0; i < left.length; i++) {
      if (left[i] < costs[arm]) continue
      left[i] -= costs[arm]
      const fits = place(arm + 1)
      left[i] += costs[arm]
      if (fits) return true
    }
    return false
  }
  return place(0)
}

/** Tries every two hours of workers for every arm. */
function matches(subset: Uint8Array, arms: Int32Array, workers: Int32Array): boolean {
  const hours = Array.from(workers).flatMap((free) => [1, 2, 4, 8].filter((slot) => (free & slot) !== 0))
  const taken = hours.map(() => false)
  const serve = (arm: number, units: number, from: number): boolean => {
    if (arm === subset.length) return true
    if (subset[arm] === 0 || units === 2) return serve(arm + 1, 0, 0)
    for (let h = from; h < hours.length; h++) {
      if (taken[h] || (arms[arm] & hours[h]) === 0) continue
      taken[h] = true
      const served = serve(arm, units + 1, h + 1)
      taken[h] = false
      if (served) return true
    }
    return false
  }
  return serve(0, 0, 0)
}

/** What each closed walk of at most `length` edges visits. */
function visitedBy(edges: Edges, source: number, length: number): Uint8Array[] {
  const nodes = 1 + Math.max(...edges.flat())
  const found = new Map<string, Uint8Array>()
  const walk = (node: number, steps: number, visited: Uint8Array): void => {
    if (node === source) found.set(visited.join(''), visited)
    if (steps === length) return
    for (const [tail, head] of edges) {
      if (tail !== node && head !== node) continue
      const next = tail === node ? head : tail
      walk(
        next,
        steps + 1,
        Uint8Array.from(visited, (bit, v) => (v === next ? 1 : bit)),
      )
    }
  }
  walk(
    source,
    0,
    Uint8Array.from({ length: nodes }, (_, v) => (v === source ? 1 : 0)),
  )
  return [...found.values()]
}
