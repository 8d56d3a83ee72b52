/** Planners of `bandits/herd`: `HERD_EXPERTS`, `plannerPolicy`. */
import type { ExpertSpec } from '@gauntlet/core'
import type { HerdParameters } from './herd.ts'
import { HerdValue } from './herd-value.ts'
import type { HerdModel } from './social-learning.ts'

export const HERD_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'optimal',
    description:
      'The best precision for the belief, by dynamic programming over the discounted infinite horizon',
    seesHiddenState: false,
    source: 'value iteration on 1001 beliefs and 501 precisions',
  },
  {
    name: 'myopic',
    description: 'The best precision for the next agent alone',
    seesHiddenState: false,
    source: 'Steering the herd, arXiv 2504.02648, theorem 1',
  },
  {
    name: 'hands-off',
    description: 'The precision that costs nothing, always',
    seesHiddenState: false,
    source: 'social learning without a planner: Bikhchandani, Hirshleifer and Welch 1992',
  },
]

/** Beliefs whose best precision is remembered: few differ, for signals of one precision undo each other. */
const REMEMBERED = 100_000

/** By model and discount: a solution takes a third of a second, and is always the same. */
const solutions: Map<string, HerdValue> = new Map()

function solutionOf({ planner, precision, cost, slope, loss }: HerdModel, discount: number): HerdValue {
  const model: HerdModel = { planner, precision, cost, slope, loss }
  const key = JSON.stringify([model, discount])
  const known = solutions.get(key) ?? new HerdValue(model, discount)
  solutions.set(key, known)
  return known
}

/** The precision that the named planner sets at a belief; undefined where the name is unknown. */
export function plannerPolicy(name: string, parameters: HerdParameters): ((b: number) => number) | undefined {
  if (name === 'hands-off') return () => parameters.precision
  if (name !== 'optimal' && name !== 'myopic') return undefined
  const solved = solutionOf(parameters, name === 'myopic' ? 0 : parameters.discount)
  const known = new Map<number, number>()
  return (b) => {
    let q = known.get(b)
    if (q === undefined) {
      q = solved.bestPrecision(b)
      if (known.size < REMEMBERED) known.set(b, q)
    }
    return q
  }
}
