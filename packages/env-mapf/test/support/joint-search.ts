/** Optima of small instances by exhaustive search: `optimalMakespan`, `optimalSumOfCosts`. */
import type { MapfInstance } from '../../src/index.ts'
import { walking } from '../../src/planning/motion.ts'

/** Configurations that can follow one another: no two agents in a cell, and none change cells. */
function successorsOf({
  map,
}: MapfInstance): (q: readonly number[], rest: ReadonlySet<number>) => number[][] {
  const { successors, actions } = walking(map)
  return (q, rest) => {
    let partial: number[][] = [[]]
    for (const [a, cell] of q.entries()) {
      const nexts = rest.has(a) ? [cell] : [...successors.subarray(cell * actions, (cell + 1) * actions)]
      const fits = (before: readonly number[], next: number): boolean =>
        next >= 0 && before.every((other, b) => other !== next && !(other === cell && q[b] === next))
      partial = partial.flatMap((before) =>
        nexts.filter((next) => fits(before, next)).map((next) => [...before, next]),
      )
    }
    return partial
  }
}

/** Steps until all agents can be on their goals; infinite where they cannot. */
export function optimalMakespan(instance: MapfInstance): number {
  const nextOf = successorsOf(instance)
  const goal = instance.goals.map(([cell]) => cell).join()
  const seen = new Set([[...instance.starts].join()])
  let wave = [[...instance.starts]]
  for (let steps = 0; wave.length > 0; steps++) {
    if (wave.some((q) => q.join() === goal)) return steps
    wave = wave
      .flatMap((q) => nextOf(q, new Set()))
      .filter((q) => !seen.has(q.join()) && seen.add(q.join()) !== undefined)
  }
  return Infinity
}

/**
 * The least sum of the steps until each agent arrives for good; infinite where they cannot. A state is a configuration
 * and the agents in it that will not move again; a step costs 1 for each of the others.
 */
export function optimalSumOfCosts(instance: MapfInstance): number {
  const nextOf = successorsOf(instance)
  const agents = instance.starts.length
  const buckets: { q: number[]; rest: Set<number> }[][] = []
  const done = new Set<string>()
  const put = (cost: number, q: number[], rest: Set<number>): void => {
    const able = q.flatMap((cell, a) => (!rest.has(a) && cell === instance.goals[a][0] ? [a] : []))
    for (let set = 0; set < 1 << able.length; set++) {
      const more = new Set([...rest, ...able.filter((_, k) => ((set >> k) & 1) === 1)])
      buckets[cost] = [...(buckets[cost] ?? []), { q, rest: more }]
    }
  }
  put(0, [...instance.starts], new Set())
  for (let cost = 0; cost < buckets.length; cost++) {
    for (const { q, rest } of buckets[cost] ?? []) {
      if (rest.size === agents) return cost
      const key = `${q.join()} ${[...rest].sort().join()}`
      if (done.has(key)) continue
      done.add(key)
      for (const next of nextOf(q, rest)) put(cost + agents - rest.size, next, rest)
    }
  }
  return Infinity
}
