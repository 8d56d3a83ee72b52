/** Expected scores of the uniform policy and bounds on those of every policy: `uniformScore`, `bestScore`. */
import { restless, type RestlessParameters } from '../../src/restless/restless.ts'
import { fluidBound } from '../../src/restless/fluid-bound.ts'
import { finiteHorizonValues } from '../../src/restless/joint-values.ts'
import { ProductChain } from '../../src/restless/product-chain.ts'
import { startDistributions } from '../../src/restless/restless-experts.ts'
import { problemOf } from '../../src/restless/restless.ts'

/**
 * The uniform policy looks at no state, so each arm by itself is active with the same chance in every step: exact for any
 * number of arms. The size of a subset is the budget, or the number of positive scores, each with chance 1/2, up to it.
 */
export function uniformScore(parameters: Partial<RestlessParameters>): number {
  const problem = problemOf(restless.resolve(parameters))
  const { chains, set, horizon } = problem
  const { arms, states, transitions, rewards } = chains
  const discount = problem.score === 'reward' ? 1 : problem.discount
  const chance = meanSize(set.elements, set.budget, set.rule === 'exactly') / arms
  let masses = startDistributions(problem)
  let total = 0
  for (let t = 0, weight = 1; t < horizon; t++, weight *= discount) {
    const next = new Float64Array(masses.length)
    for (let k = 0; k < masses.length; k++) {
      const [i, s] = [Math.floor(k / states), k % states]
      for (const [a, share] of [1 - chance, chance].entries()) {
        const row = (2 * i + a) * states + s
        total += weight * masses[k] * share * rewards[row]
        for (let to = 0; to < states; to++) {
          next[i * states + to] += masses[k] * share * transitions[row * states + to]
        }
      }
    }
    masses = next
  }
  return total
}

function meanSize(elements: number, budget: number, exactly: boolean): number {
  if (exactly) return budget
  let mean = 0
  let ways = 1
  for (let k = 0; k <= elements; k++) {
    mean += (Math.min(k, budget) * ways) / 2 ** elements
    ways = (ways * (elements - k)) / (k + 1)
  }
  return mean
}

/** The optimum by dynamic programming where the arms are few, else the fluid bound. */
export async function bestScore(parameters: Partial<RestlessParameters>): Promise<number> {
  const problem = problemOf(restless.resolve(parameters))
  const { chains, set, horizon } = problem
  const discount = problem.score === 'reward' ? 1 : problem.discount
  const starts = startDistributions(problem)
  if (chains.arms > 6) return fluidBound(chains, set, { starts, discount, horizon })
  const chain = new ProductChain(chains, set)
  return finiteHorizonValues(chain, horizon, discount)[chain.indexOf(problem.starts)]
}
