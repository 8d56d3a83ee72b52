/** The budget priced by one number: `lagrangianBound`, `LagrangianBound`. */
import { type ArmChains, armOf, requireStarts } from './arm-chains.ts'
import type { BudgetSet } from './budget-set.ts'
import { type SubsidySegment, segmentAt, subsidyPath } from './subsidy-path.ts'

export interface LagrangianBound {
  /** No policy's expected discounted reward is higher. */
  readonly bound: number
  /** The price of activity: the subsidy for passivity at which the bound is least. */
  readonly price: number
  /** [arms, states]: what active is worth more than passive where later activity has that price, and this one none. */
  readonly advantages: Float64Array
}

/**
 * The least over prices W of sum_i V_i(W) - W (N - B) / (1 - discount), where V_i(W) is the value of arm i alone with
 * subsidy W for passivity: the value of the relaxation in which the budget holds in discounted expectation only.
 *
 * V_i is convex and linear between the breakpoints of its `subsidyPath`, so that the least is exact. With a budget of at
 * most B the price is not negative. Shapes: `starts` [arms, states], distributions. Ranges: `discount` in [0, 1).
 * Errors: ParameterError where an argument is no such thing, or the set is of another number of arms.
 * Source: Whittle 1988; Adelman and Mersereau 2008, Operations Research 56(3), section 3.
 */
export function lagrangianBound(
  chains: ArmChains,
  set: BudgetSet,
  discount: number,
  starts: Float64Array,
): LagrangianBound {
  const { arms, states } = chains
  set.requireElements(arms)
  requireStarts(chains, starts)
  const paths = Array.from({ length: arms }, (_, i) => subsidyPath(armOf(chains, i), discount))
  const passive = (arms - set.budget) / (1 - discount)
  const least = set.rule === 'exactly' ? -Infinity : 0
  const price = bestPrice(paths, starts, states, passive, least)
  let bound = -price * passive
  const advantages = new Float64Array(arms * states)
  for (const [i, path] of paths.entries()) {
    const { base, slope, advantageBase, advantageSlope } = segmentAt(path, price)
    for (let s = 0; s < states; s++) {
      bound += starts[i * states + s] * (base[s] + price * slope[s])
      advantages[i * states + s] = advantageBase[s] + price * (advantageSlope[s] + 1)
    }
  }
  return { bound, price, advantages }
}

/** The first price from which on passivity takes at least its share, so that a higher one would cost more. */
function bestPrice(
  paths: readonly (readonly SubsidySegment[])[],
  starts: Float64Array,
  states: number,
  passive: number,
  least: number,
): number {
  const prices = paths.flatMap((path) => path.slice(1).map(({ from }) => from)).filter((from) => from > least)
  const candidates = [...(least === 0 ? [0] : []), ...prices.sort((p, q) => p - q)]
  for (const price of candidates) {
    let time = 0
    for (const [i, path] of paths.entries()) {
      const { slope } = segmentAt(path, price)
      for (let s = 0; s < states; s++) time += starts[i * states + s] * slope[s]
    }
    if (time >= passive) return price
  }
  return candidates.at(-1) ?? 0
}
