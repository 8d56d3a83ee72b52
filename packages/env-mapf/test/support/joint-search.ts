/** Optima of small instances by exhaustive search: `optimalMakespan`, `optimalSumOfCosts`, `jointOptimum`. */
import type { MapfInstance } from '../../src/index.ts'
import { walking } from '../../src/planning/motion.ts'
import { type Task, taskOf } from '../../src/planning/planner.ts'

/** Configurations that can follow one another: no two agents in a cell, and none change cells. */
function successorsOf({ map }: MapfInstance): (q: readonly number[]) => number[][] {
  const { successors, actions } = walking(map)
  return (q) => {
    let partial: number[][] = [[]]
    for (const cell of q) {
      const nexts = [...successors.subarray(cell * actions, (cell + 1) * actions)]
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
      .flatMap((q) => nextOf(q))
      .filter((q) => !seen.has(q.join()) && seen.add(q.join()) !== undefined)
  }
  return Infinity
}

/** The least sum of the steps until each agent arrives for good; infinite where they cannot. */
export function optimalSumOfCosts(instance: MapfInstance): number {
  return jointOptimum(taskOf(instance), false) ?? Infinity
}

/**
 * The least sum of costs of a few agents on a tiny map; undefined where there is no plan.
 *
 * Dijkstra over the states of all agents, each of which pays for every step until it is done: on its goal for good, or
 * where agents vanish gone.
 */
export function jointOptimum({ ways, states, goals }: Task, vanish: boolean): number | undefined {
  const { motion } = ways
  const { cellOf, successors, actions } = motion
  const agents = states.length
  const best = new Map<string, number>()
  const buckets: number[][][] = [[[...states, ...states.map(() => 0)]]]
  for (let cost = 0; cost < buckets.length; cost++) {
    for (const joint of buckets[cost] ?? []) {
      const key = joint.join()
      if ((best.get(key) ?? Infinity) <= cost) continue
      best.set(key, cost)
      const done = joint.slice(agents)
      if (done.every((flag) => flag === 1)) return cost
      const push = (next: number[], price: number): void => {
        buckets[cost + price] ??= []
        buckets[cost + price].push(next)
      }
      // Whoever is on its goal may be done from now on, which costs nothing; where agents vanish it is gone as it arrives.
      for (let a = 0; a < agents; a++) {
        if (vanish || done[a] === 1 || cellOf[joint[a]] !== goals[a]) continue
        push(
          joint.map((value, k) => (k === agents + a ? 1 : value)),
          0,
        )
      }
      const price = done.filter((flag) => flag === 0).length
      const extend = (next: number[]): void => {
        const a = next.length
        if (a === agents) {
          const gone = next.map((state, k) =>
            done[k] === 1 || (vanish && cellOf[state] === goals[k]) ? 1 : 0,
          )
          push([...next, ...gone], price)
          return
        }
        const options =
          done[a] === 1 ? [joint[a]] : [...successors.subarray(joint[a] * actions, (joint[a] + 1) * actions)]
        for (const to of options) {
          if (to < 0) continue
          const isFree = next.every((other, b) => {
            if (vanish && (done[a] === 1 || done[b] === 1)) return true
            const swaps = cellOf[other] === cellOf[joint[a]] && cellOf[to] === cellOf[joint[b]]
            return cellOf[other] !== cellOf[to] && !(swaps && cellOf[to] !== cellOf[joint[a]])
          })
          if (isFree) extend([...next, to])
        }
      }
      extend([])
    }
  }
  return undefined
}
